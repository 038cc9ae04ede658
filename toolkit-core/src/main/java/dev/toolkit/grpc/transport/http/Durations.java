package dev.toolkit.grpc.transport.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as counted by clocks, and in words. */
final class Durations {

  private Durations() {}

  /** A duration in nanoseconds, the longest there is if it is longer. */
  static long nanos(Duration duration) {
    return TimeUnit.MILLISECONDS.toNanos(duration.toMillis());
  }

  /** A duration in words: whole seconds, or milliseconds. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
