package dev.toolkit.grpc.transport.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many connections a server may have; says in the log, once a minute, that it refused some. */
final class ConnectionBound {

  static final long LOG_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final System.Logger LOG = System.getLogger(ConnectionBound.class.getName());

  private final int max;
  private final LongSupplier nanoClock;
  private long refused;
  private long loggedAt;

  /** A bound, timed by a clock in nanoseconds. */
  ConnectionBound(int max, LongSupplier nanoClock) {
    this.max = max;
    this.nanoClock = nanoClock;
    this.loggedAt = nanoClock.getAsLong() - LOG_NANOS;
  }

  /** Whether there may be one more connection than those that are open. */
  boolean admits(int open) {
    if (open < max) {
      return true;
    }
    refused++;
    long now = nanoClock.getAsLong();
    if (now - loggedAt >= LOG_NANOS) {
      loggedAt = now;
      LOG.log(
          System.Logger.Level.WARNING,
          refused
              + " connections were refused: "
              + open
              + " are open, limit is "
              + max
              + " (maxConnections)");
      refused = 0;
    }
    return false;
  }
}
