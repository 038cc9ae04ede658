/** A server verticle, a client verticle, and calls of all four kinds. */
@NullMarked
package dev.toolkit.grpc.examples.hello;

import org.jspecify.annotations.NullMarked;
