package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks the peer of a quiet connection by a PING whether it is still there, and closes the
 * connection when nothing at all was received for a while after. See gRFC A8.
 *
 * <p>Runs on the connection's context only.
 */
final class Keepalive {

  private enum State {
    WATCHING,
    ASKED,
    /** No call is under way, and PINGs are for connections with calls: the next call wakes it. */
    DORMANT,
    STOPPED
  }

  private final Line line;
  private final Timers timers;
  private final long time;
  private final Duration timeout;
  private final boolean withoutCalls;
  private State state = State.WATCHING;
  private long seen;
  private long left;
  private @Nullable Runnable timer;

  /**
   * Begins to watch.
   *
   * @param time how long nothing is received before the peer is asked
   * @param timeout how long the peer may take to say anything
   * @param withoutCalls whether the peer is asked when no call is under way
   */
  Keepalive(Line line, Timers timers, Duration time, Duration timeout, boolean withoutCalls) {
    this.line = line;
    this.timers = timers;
    this.time = Durations.nanos(time);
    this.timeout = timeout;
    this.withoutCalls = withoutCalls;
    this.seen = line.lastRead();
    arm(this.time);
  }

  /** A call began. */
  void began() {
    if (state == State.DORMANT) {
      ask();
    }
  }

  /** The connection is closed. */
  void stop() {
    state = State.STOPPED;
    if (timer != null) {
      timer.run();
      timer = null;
    }
  }

  private void fire() {
    timer = null;
    long read = line.lastRead();
    if (read != seen) {
      seen = read;
      state = State.WATCHING;
      arm(read + time - line.now());
    } else if (state == State.ASKED && left <= 0) {
      state = State.STOPPED;
      line.fail("keepalive timeout after " + Durations.text(timeout));
    } else if (line.calls() == 0 && !withoutCalls) {
      state = State.DORMANT;
    } else if (state == State.ASKED) {
      waitOn();
    } else {
      ask();
    }
  }

  private void ask() {
    state = State.ASKED;
    left = Durations.nanos(timeout);
    seen = line.lastRead();
    line.ask().onFailure(Failures::logLate);
    waitOn();
  }

  /** Waits for the answer in steps of the time, so that the next question is not late. */
  private void waitOn() {
    long step = Math.min(time, left);
    left -= step;
    arm(step);
  }

  private void arm(long nanos) {
    timer = timers.set(Duration.ofNanos(Math.max(0, nanos)), this::fire);
  }
}
