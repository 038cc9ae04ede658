/** Calls at a fixed rate, whatever becomes of them, and lines that say what did. */
@NullMarked
package dev.toolkit.grpc.benchmarks.load;

import org.jspecify.annotations.NullMarked;
