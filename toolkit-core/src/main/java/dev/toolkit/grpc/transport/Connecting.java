package dev.toolkit.grpc.transport;

import io.vertx.core.Future;

/** A connection that is being opened. */
public interface Connecting {

  /** The connection; fails with the reason, a {@code StatusException}, when it can't be opened. */
  Future<Connection> connection();

  /** Gives up: nothing of the attempt is left, and {@link #connection} fails. */
  void abort();
}
