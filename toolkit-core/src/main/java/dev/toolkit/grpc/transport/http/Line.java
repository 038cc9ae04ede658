package dev.toolkit.grpc.transport.http;

import io.vertx.core.Future;

/**
 * A connection of HTTP/2 as those see it who ask whether its peer is still there. Runs on the
 * connection's context only.
 */
interface Line {

  /** The time, in nanoseconds of {@link System#nanoTime}. */
  long now();

  /** When something was received last. */
  long lastRead();

  /** How many calls are under way. */
  int calls();

  /**
   * Asks the peer for a sign of life by a PING; whatever is received after it is one.
   *
   * @return completes when the PING itself was answered
   */
  Future<?> ask();

  /** Closes the connection at once, whether or not the peer answers. */
  void fail(String why);
}
