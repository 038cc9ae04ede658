/** The toolkit's programs for measurements. */
@NullMarked
package dev.toolkit.grpc.benchmarks;

import org.jspecify.annotations.NullMarked;
