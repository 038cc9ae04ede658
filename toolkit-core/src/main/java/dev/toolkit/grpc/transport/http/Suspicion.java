package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Doubts a connection on which a call's deadline passed while nothing was received: the peer is
 * asked by a PING at once, and the connection is closed when it stays silent. See
 * docs/decisions/0040.
 *
 * <p>There is one such PING at most between two HEADERS or DATA frames that the peer sends: a
 * server that counts PINGs forgets them when it sends such a frame. Frames that arrive before the
 * answer don't count, because they may have been sent before the PING came. Runs on the
 * connection's context only.
 */
final class Suspicion {

  private final Line line;
  private final Timers timers;
  private final Duration timeout;
  private boolean mayAsk = true;
  private boolean unanswered;
  private long asked;
  private @Nullable Runnable timer;

  Suspicion(Line line, Timers timers, Duration timeout) {
    this.line = line;
    this.timers = timers;
    this.timeout = timeout;
  }

  /** A frame of HEADERS or DATA was received. */
  void heard() {
    mayAsk |= !unanswered;
  }

  /** The deadline of a call passed, before whose begin something was received last at a time. */
  void expired(long lastReadBefore) {
    if (mayAsk && line.lastRead() == lastReadBefore) {
      mayAsk = false;
      unanswered = true;
      asked = lastReadBefore;
      timer = timers.set(timeout, this::judge);
      line.ask().onSuccess(answer -> answered()).onFailure(Failures::logLate);
    }
  }

  /** The connection is closed. */
  void stop() {
    unanswered = true;
    mayAsk = false;
    settle();
  }

  private void answered() {
    unanswered = false;
    settle();
  }

  /** Waits for no answer any more. */
  private void settle() {
    if (timer != null) {
      timer.run();
      timer = null;
    }
  }

  private void judge() {
    timer = null;
    if (line.lastRead() == asked) {
      line.fail("no answer to a PING within " + Durations.text(timeout));
    }
  }
}
