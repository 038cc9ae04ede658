package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Timers;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a server's connection drained when it is old, or has had no call for a while. See gRFC A9.
 *
 * <p>Runs on the connection's context only.
 */
final class ConnectionAge {

  /**
   * By which part of itself the age is longer or shorter, so that clients don't come back at once.
   */
  private static final double JITTER = 0.1;

  private final Drain drain;
  private final Drain.Line line;
  private final Timers timers;
  private final ServerKeepaliveOptions options;
  private @Nullable Runnable ageTimer;
  private @Nullable Runnable idleTimer;
  private long idleSince;

  /**
   * Begins to count.
   *
   * @param random gives numbers from 0 to below 1
   */
  ConnectionAge(
      Drain drain,
      Drain.Line line,
      Timers timers,
      ServerKeepaliveOptions options,
      DoubleSupplier random) {
    this.drain = drain;
    this.line = line;
    this.timers = timers;
    this.options = options;
    this.idleSince = line.now();
    Duration age = options.getMaxConnectionAge();
    if (age != null) {
      double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
      ageTimer = timers.set(Duration.ofNanos((long) (Durations.nanos(age) * factor)), this::old);
    }
    Duration idle = options.getMaxConnectionIdle();
    if (idle != null) {
      idleTimer = timers.set(idle, this::idle);
    }
  }

  /** A stream was closed. */
  void streamClosed() {
    if (idleTimer != null && line.calls() == 0) {
      idleSince = line.now();
    }
  }

  /** The connection is closed. */
  void closed() {
    drop(ageTimer);
    drop(idleTimer);
  }

  private void old() {
    ageTimer = null;
    drain.start("max_age", options.getMaxConnectionAgeGrace());
  }

  private void idle() {
    long allowed = Durations.nanos(options.getMaxConnectionIdle());
    long left = line.calls() > 0 ? allowed : idleSince + allowed - line.now();
    if (left > 0) {
      idleTimer = timers.set(Duration.ofNanos(left), this::idle);
    } else {
      idleTimer = null;
      drain.start("max_idle", null);
    }
  }

  private static void drop(@Nullable Runnable timer) {
    if (timer != null) {
      timer.run();
    }
  }
}
