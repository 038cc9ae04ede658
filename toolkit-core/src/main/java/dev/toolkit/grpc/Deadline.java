package dev.toolkit.grpc;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A point in time by which a call must be complete, on a monotonic clock.
 *
 * <p>Deadlines of one clock can be compared; the clock is that of the process, unless a test hands
 * in another.
 */
public final class Deadline implements Comparable<Deadline> {

  private static final long FAR = Long.MAX_VALUE / 4;

  private final long nanos;
  private final LongSupplier clock;

  private Deadline(long nanos, LongSupplier clock) {
    this.nanos = nanos;
    this.clock = clock;
  }

  /** The deadline a time from now; one that is not positive has passed already. */
  public static Deadline after(Duration timeout) {
    return after(timeout, System::nanoTime);
  }

  /** The deadline a time from now on the given clock of nanoseconds. */
  public static Deadline after(Duration timeout, LongSupplier clock) {
    return afterNanos(nanosOf(timeout), clock);
  }

  /** The deadline a number of nanoseconds from now on the given clock. */
  public static Deadline afterNanos(long timeout, LongSupplier clock) {
    return new Deadline(clock.getAsLong() + Math.max(-FAR, Math.min(FAR, timeout)), clock);
  }

  /** The nanoseconds left; zero or less when the deadline has passed. */
  public long remainingNanos() {
    return nanos - clock.getAsLong();
  }

  /** The time left; zero or negative when the deadline has passed. */
  public Duration remaining() {
    return Duration.ofNanos(remainingNanos());
  }

  /** Whether the deadline has passed. */
  public boolean isExpired() {
    return remainingNanos() <= 0;
  }

  /** The earlier of this deadline and another. */
  public Deadline min(Deadline other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public int compareTo(Deadline other) {
    return Long.signum(nanos - other.nanos);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Deadline d && d.nanos == nanos;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(nanos);
  }

  @Override
  public String toString() {
    return "in " + remaining();
  }

  private static long nanosOf(Duration timeout) {
    long seconds = timeout.getSeconds();
    long far = FAR / 1_000_000_000L;
    if (seconds >= far || seconds <= -far) {
      return seconds > 0 ? FAR : -FAR;
    }
    return timeout.toNanos();
  }
}
