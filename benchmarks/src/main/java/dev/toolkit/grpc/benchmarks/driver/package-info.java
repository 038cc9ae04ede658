/** What the measured programs share, on the JDK alone. */
@NullMarked
package dev.toolkit.grpc.benchmarks.driver;

import org.jspecify.annotations.NullMarked;
