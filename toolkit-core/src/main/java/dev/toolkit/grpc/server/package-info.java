/** The typed server: services made of functions, and the calls that they answer. */
@NullMarked
package dev.toolkit.grpc.server;

import org.jspecify.annotations.NullMarked;
