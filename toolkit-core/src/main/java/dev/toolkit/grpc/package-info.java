/**
 * The vocabulary of gRPC: status, metadata, deadlines, and the descriptors of services and methods.
 *
 * <p>Everything here is an immutable value that knows nothing of transports, channels or Vert.x
 * contexts.
 */
@NullMarked
package dev.toolkit.grpc;

import org.jspecify.annotations.NullMarked;
