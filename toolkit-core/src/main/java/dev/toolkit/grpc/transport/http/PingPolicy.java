package dev.toolkit.grpc.transport.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts the PINGs of a client that come too often. See gRFC A8, "Server Enforcement".
 *
 * <p>Runs on the connection's context only.
 */
final class PingPolicy {

  /** The least time between PINGs when no call is under way and none are welcome then. */
  private static final long WITHOUT_CALLS = TimeUnit.HOURS.toNanos(2);

  private final long interval;
  private final boolean withoutCalls;
  private final int maxStrikes;
  private boolean pinged;
  private long last;
  private int strikes;

  /**
   * A policy for one connection.
   *
   * @param interval the least time between two PINGs while a call is under way
   * @param withoutCalls whether it is enough while none is
   * @param maxStrikes how many PINGs may come too early
   */
  PingPolicy(Duration interval, boolean withoutCalls, int maxStrikes) {
    this.interval = Durations.nanos(interval);
    this.withoutCalls = withoutCalls;
    this.maxStrikes = maxStrikes;
  }

  /**
   * Counts a PING.
   *
   * @param now the time
   * @param calls how many calls are under way
   * @param sent whether HEADERS or DATA was sent since the last PING, which pardons everything
   * @return whether there were too many
   */
  boolean isTooMany(long now, int calls, boolean sent) {
    long least = calls == 0 && !withoutCalls ? WITHOUT_CALLS : interval;
    boolean early = pinged && now - last < least;
    pinged = true;
    last = now;
    if (sent) {
      strikes = 0;
    } else if (early) {
      strikes++;
    }
    return strikes > maxStrikes;
  }
}
