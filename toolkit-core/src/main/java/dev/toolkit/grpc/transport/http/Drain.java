package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends a server's connection without the loss of a call: a GOAWAY that takes all streams and a
 * PING, at its answer a GOAWAY with the last stream, and the end when the calls are over. What the
 * client began before it knew is served. See RFC 9113, section 6.8.
 *
 * <p>Runs on the connection's context only.
 */
final class Drain {

  static final int ALL_STREAMS = Integer.MAX_VALUE;

  /** The stream that was begun last. */
  static final int LAST_STREAM = -1;

  /**
   * How long the answer to the PING may take. It is long because a call past the last stream costs
   * a client all its calls: Netty takes the DATA of a stream that it refused as an error of the
   * connection.
   */
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private static final Duration LINGER = Duration.ofSeconds(1);

  /** The connection that is drained. */
  interface Line {

    /** The time, in nanoseconds of {@link System#nanoTime}. */
    long now();

    /** Sends a GOAWAY without an error. */
    void goAway(int lastStreamId, String why);

    /** Sends a PING; completes when it was answered. */
    Future<Void> ping();

    /** How many calls are under way. */
    int calls();

    /** Closes the connection; calls under way are lost. */
    void close();
  }

  private enum State {
    OPEN,
    ANNOUNCED,
    LEAVING,
    /** No call is under way; the client may close first, which loses no byte on its way. */
    LINGERING,
    CLOSED
  }

  private final Line line;
  private final Timers timers;
  private State state = State.OPEN;
  private String why = "";
  private @Nullable Runnable timer;
  private @Nullable Runnable graceTimer;
  private long graceEnds;

  Drain(Line line, Timers timers) {
    this.line = line;
    this.timers = timers;
  }

  /**
   * Begins, or sees to it that a drain under way ends within another grace if that is shorter.
   *
   * @param why what the client is told
   * @param grace how long calls may go on, null for as long as they like
   */
  void start(String why, @Nullable Duration grace) {
    if (state == State.CLOSED) {
      return;
    }
    if (grace != null) {
      limit(grace);
    }
    if (state == State.OPEN) {
      state = State.ANNOUNCED;
      this.why = why;
      timer = timers.set(ANSWER, this::leave);
      line.goAway(ALL_STREAMS, why);
      line.ping().onSuccess(answer -> leave());
    }
  }

  /** A stream was closed. */
  void streamClosed() {
    if (state == State.LEAVING && line.calls() == 0) {
      linger();
    }
  }

  /** The connection is closed. */
  void closed() {
    state = State.CLOSED;
    drop(timer);
    drop(graceTimer);
  }

  private void limit(Duration grace) {
    long ends = line.now() + Durations.nanos(grace);
    if (graceTimer == null || ends - graceEnds < 0) {
      drop(graceTimer);
      graceEnds = ends;
      graceTimer = timers.set(grace, this::close);
    }
  }

  private void leave() {
    if (state == State.ANNOUNCED) {
      state = State.LEAVING;
      drop(timer);
      timer = null;
      line.goAway(LAST_STREAM, why);
      streamClosed();
    }
  }

  private void linger() {
    state = State.LINGERING;
    timer = timers.set(LINGER, this::close);
  }

  private void close() {
    if (state != State.CLOSED) {
      closed();
      line.close();
    }
  }

  private static void drop(@Nullable Runnable timer) {
    if (timer != null) {
      timer.run();
    }
  }
}
