package dev.toolkit.grpc.channel.resolver;

import java.time.Duration;

/**
 * How often a Vert.x {@code AddressResolver} is asked, which never says anything by itself.
 *
 * @param interval the time from an answer to the next question
 * @param jitter how much of it is left to chance, from 0 (nothing) to 1 (half of all times are
 *     shorter, down to none)
 * @param minGap the least time from an answer to the next question when a connection is lost
 * @param timeout the longest that an answer may take
 */
public record PullOptions(Duration interval, double jitter, Duration minGap, Duration timeout) {

  /** Every 5 s, 20 % more or less; 1 s at least; 30 s for an answer. */
  public static final PullOptions DEFAULT =
      new PullOptions(Duration.ofSeconds(5), 0.2, Duration.ofSeconds(1), Duration.ofSeconds(30));

  /** Checks the components. */
  public PullOptions {
    positive("interval", interval);
    positive("minGap", minGap);
    positive("timeout", timeout);
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be from 0 to 1, is " + jitter);
    }
  }

  /** The defaults with another interval; the gap is not longer than it. */
  public static PullOptions every(Duration interval) {
    Duration gap = interval.compareTo(DEFAULT.minGap) < 0 ? interval : DEFAULT.minGap;
    return new PullOptions(interval, DEFAULT.jitter, gap, DEFAULT.timeout);
  }

  /** When is looked. */
  Pace pace() {
    return new Pace(minGap, interval, jitter, timeout);
  }

  private static void positive(String name, Duration value) {
    if (value.toMillis() <= 0) {
      throw new IllegalArgumentException(name + " must be > 0, is " + value.toMillis() + " ms");
    }
  }
}
