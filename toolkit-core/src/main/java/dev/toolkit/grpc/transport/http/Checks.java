package dev.toolkit.grpc.transport.http;

import java.time.Duration;

/** Checks of option values; each returns the value. */
final class Checks {

  private Checks() {}

  static int positive(String name, int value) {
    return (int) positive(name, (long) value);
  }

  static long positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be > 0, is " + value);
    }
    return value;
  }

  static int notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be >= 0, is " + value);
    }
    return value;
  }

  static Duration atLeast(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          name + " must be >= " + least.toMillis() + " ms, is " + value.toMillis() + " ms");
    }
    return value;
  }

  static Duration positive(String name, Duration value) {
    positive(name, value.toMillis());
    return value;
  }
}
