package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.channel.Backoff;
import dev.toolkit.grpc.channel.Resolution;
import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks when it is started, and again: when it is asked to, but not sooner than the least interval
 * after a success; after the refresh interval, if there is one; and with backoff after a failure,
 * or when what was found is of no use. Runs on the channel's context only.
 *
 * <p>A wish to look again is remembered while a look-up is under way or the least interval is not
 * over.
 */
final class Polling implements Resolver {

  private enum State {
    LOOKING,
    /** After a success, until the least interval is over. */
    RESTING,
    /** The least interval is over. */
    IDLE,
    /** After a failure, until the backoff is over. */
    BACKING_OFF,
    CLOSED
  }

  private final Lookup lookup;
  private final Pace pace;
  private final ResolverContext context;
  private final Backoff backoff;

  private State state = State.IDLE;
  private @Nullable Listener listener;
  private @Nullable Runnable timer;
  private boolean wanted;
  private long round;

  Polling(Lookup lookup, Pace pace, ResolverContext context) {
    this.lookup = lookup;
    this.pace = pace;
    this.context = context;
    this.backoff = new Backoff(context.random()::nextDouble);
  }

  @Override
  public void start(Listener listener) {
    this.listener = listener;
    look();
  }

  @Override
  public void resolveNow() {
    if (state == State.IDLE) {
      look();
    } else {
      wanted = true;
    }
  }

  @Override
  public void close() {
    become(State.CLOSED, null, null);
    listener = null;
    lookup.close();
  }

  private void look() {
    wanted = false;
    long mine = ++round;
    become(State.LOOKING, pace.timeout(), this::timedOut);
    ask().onComplete(result -> answered(mine, result));
  }

  private Future<Resolution> ask() {
    try {
      return lookup.resolve();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void answered(long asked, AsyncResult<Resolution> result) {
    if (asked != round || state != State.LOOKING) {
      return; // closed, or timed out before
    }
    if (result.failed()) {
      failed(statusOf(result.cause()));
      return;
    }
    Status answer = listener == null ? Status.OK : listener.resolved(result.result());
    if (state == State.CLOSED) {
      return;
    }
    if (answer.isOk()) {
      backoff.reset();
      become(State.RESTING, pace.minInterval(), this::rested);
    } else {
      backOff();
    }
  }

  private void timedOut() {
    failed(
        Status.of(
            Code.UNAVAILABLE, lookup + ": no answer within " + pace.timeout().toMillis() + " ms"));
  }

  private void failed(Status failure) {
    round++;
    if (listener != null) {
      listener.failed(failure);
    }
    if (state != State.CLOSED) {
      backOff();
    }
  }

  private void backOff() {
    become(State.BACKING_OFF, backoff.next(), this::look);
  }

  private void rested() {
    if (wanted) {
      look();
    } else if (pace.refresh().isZero()) {
      become(State.IDLE, null, null);
    } else {
      Duration left = pace.nextRefresh(context.random().nextDouble()).minus(pace.minInterval());
      become(State.IDLE, left.isNegative() ? Duration.ZERO : left, this::look);
    }
  }

  private void become(State next, @Nullable Duration delay, @Nullable Runnable then) {
    if (timer != null) {
      timer.run();
    }
    state = next;
    timer = delay == null || then == null ? null : context.timers().set(delay, then);
  }

  private static Status statusOf(Throwable failure) {
    if (failure instanceof StatusException e) {
      return e.status();
    }
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return Status.of(Code.UNAVAILABLE, message).withCause(failure);
  }
}
