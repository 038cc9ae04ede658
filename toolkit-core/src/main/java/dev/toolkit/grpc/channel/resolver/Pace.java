package dev.toolkit.grpc.channel.resolver;

import java.time.Duration;

/**
 * How often is looked.
 *
 * @param minInterval the least time from a look-up that succeeded to the next
 * @param refresh the time from a look-up that succeeded to one that nobody asked for; zero for
 *     never
 * @param jitter how much of {@code refresh} is left to chance, from 0 to 1
 * @param timeout the longest that a look-up may take
 */
record Pace(Duration minInterval, Duration refresh, double jitter, Duration timeout) {

  /** A refresh that begins now, for a number from 0 to 1. */
  Duration nextRefresh(double random) {
    return Duration.ofNanos((long) (refresh.toNanos() * (1 + jitter * (2 * random - 1))));
  }
}
