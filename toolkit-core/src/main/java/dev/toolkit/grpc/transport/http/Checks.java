package dev.toolkit.grpc.transport.http;

/** Checks of option values. */
final class Checks {

  private Checks() {}

  static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be > 0, is " + value);
    }
  }
}
