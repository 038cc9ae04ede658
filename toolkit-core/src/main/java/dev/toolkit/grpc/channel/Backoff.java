package dev.toolkit.grpc.channel;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait between two attempts to connect. See the gRPC documentation, "Connection
 * backoff": 1 s at first, 1.6 times as long after each failure, 120 s at most, 20 % of it by
 * chance.
 */
public final class Backoff {

  private static final double FIRST_NANOS = 1e9;
  private static final double FACTOR = 1.6;
  private static final double MAX_NANOS = 120e9;
  private static final double JITTER = 0.2;

  private final DoubleSupplier random;
  private double nanos = FIRST_NANOS;

  /** A backoff by a source of numbers from 0 to 1. */
  public Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /** The delay after one more failure. */
  public Duration next() {
    double delay = nanos * (1 + JITTER * (2 * random.getAsDouble() - 1));
    nanos = Math.min(MAX_NANOS, nanos * FACTOR);
    return Duration.ofNanos((long) delay);
  }

  /** Begins anew after a success. */
  public void reset() {
    nanos = FIRST_NANOS;
  }
}
