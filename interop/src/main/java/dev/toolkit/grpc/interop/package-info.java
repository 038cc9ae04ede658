/** The programs that other people's suites call, or that call them. */
@NullMarked
package dev.toolkit.grpc.interop;

import org.jspecify.annotations.NullMarked;
