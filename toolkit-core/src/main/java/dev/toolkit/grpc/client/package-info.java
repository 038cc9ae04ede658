/** The typed API of a client: calls of the four kinds, and the options of who makes them. */
@NullMarked
package dev.toolkit.grpc.client;

import org.jspecify.annotations.NullMarked;
