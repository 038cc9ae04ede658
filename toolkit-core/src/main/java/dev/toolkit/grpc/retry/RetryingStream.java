package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call whose attempts follow each other: after one that the peer can't have seen at once, and
 * after one that failed when the policy says so, if there is a policy.
 *
 * <p>It has one attempt at a time, and so takes the frames itself. Runs on the context of the call.
 */
final class RetryingStream implements CallAttempts, Handler<Frame> {

  /** How many bytes a call without an attempt takes before its write queue is full. */
  static final int WAITING_BYTES = 64 * 1024;

  private enum State {
    STARTING,
    RUNNING,
    PAUSED,
    ENDED
  }

  private final Retries retries;
  private final AttemptInvoker invoker;
  private final CallHead head;
  private final @Nullable RetrySchedule schedule;
  private final @Nullable RetryThrottle throttle;
  private final SentFrames sent;
  private State state = State.STARTING;
  private @Nullable GrpcStream attempt;
  private @Nullable Handler<Frame> handler;
  private @Nullable Handler<Void> drainHandler;
  private @Nullable Repeats repeats;
  private @Nullable Runnable timer;
  private Frame.@Nullable Trailers failure;
  private Frame.@Nullable Cancel cancel;
  private Frame.@Nullable Trailers end;
  private long demand;
  private boolean answered;

  /**
   * A call that has not begun.
   *
   * @param schedule the retries of its policy; null if it has none
   */
  RetryingStream(
      Retries retries,
      AttemptInvoker invoker,
      CallHead head,
      @Nullable RetrySchedule schedule,
      @Nullable RetryThrottle throttle) {
    this.retries = retries;
    this.invoker = invoker;
    this.head = head;
    this.schedule = schedule;
    this.throttle = throttle;
    this.sent = new SentFrames(retries.buffer());
  }

  /** Begins the first attempt; called once. */
  void start() {
    begin(AttemptOrder.FIRST);
  }

  @Override
  public boolean isAnswered() {
    return answered;
  }

  @Override
  public boolean isPaused() {
    return state == State.PAUSED;
  }

  @Override
  public int attempts() {
    return state == State.PAUSED ? previous() : previous() + 1;
  }

  @Override
  public void write(Frame frame) {
    if (state == State.ENDED || cancel != null) {
      return;
    }
    if (frame instanceof Frame.Cancel cancelled) {
      cancel(cancelled);
    } else if (keep(frame) && attempt != null) {
      attempt.write(frame);
    }
  }

  @Override
  public boolean writeQueueFull() {
    return attempt != null ? attempt.writeQueueFull() : sent.bytes() >= WAITING_BYTES;
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    if (attempt != null) {
      attempt.drainHandler(handler);
    }
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    this.handler = handler;
    if (end != null) {
      handler.handle(end);
    } else if (attempt != null) {
      attempt.handler(this);
    }
    return this;
  }

  @Override
  public void fetch(long messages) {
    demand = demand + messages < 0 ? Long.MAX_VALUE : demand + messages;
    if (attempt != null) {
      attempt.fetch(messages);
    }
  }

  /** Takes the frames of the attempt. */
  @Override
  public void handle(Frame frame) {
    if (frame instanceof Frame.Trailers trailers) {
      attemptEnded(trailers);
    } else if (answered) {
      handler.handle(frame);
    } else {
      answered = true;
      sent.drop();
      handler.handle(Retries.answer(frame, previous()));
    }
  }

  /** What is done meanwhile by those whom the invoker calls is caught up on. */
  private void begin(AttemptOrder order) {
    state = State.STARTING;
    int refused = repeats == null ? 0 : repeats.refused();
    GrpcStream stream = invoker.invoke(retries.headOf(head, order, refused));
    sent.writeTo(stream);
    attempt = stream;
    state = State.RUNNING;
    dropIfTooLarge();
    if (cancel != null) {
      stream.write(cancel);
    }
    if (drainHandler != null) {
      stream.drainHandler(drainHandler);
    }
    if (handler == null) {
      return;
    }
    long wanted = demand;
    stream.handler(this);
    if (wanted > 0 && stream == attempt) {
      stream.fetch(wanted);
    }
    if (stream == attempt && drainHandler != null && !stream.writeQueueFull()) {
      drainHandler.handle(null); // the attempt before may have been full
    }
  }

  /** Keeps a frame; false if that has ended the call, because the message can't be encoded. */
  private boolean keep(Frame frame) {
    try {
      sent.add(frame);
    } catch (StatusException e) {
      cancel(new Frame.Cancel(e.status()));
      return false;
    }
    if (attempt != null) {
      dropIfTooLarge();
    }
    return true;
  }

  private void dropIfTooLarge() {
    if (sent.isTooLarge()) {
      sent.drop();
    }
  }

  private void cancel(Frame.Cancel cancelled) {
    cancel = cancelled;
    if (attempt != null) {
      attempt.write(cancelled);
    } else if (state == State.PAUSED) {
      end(Frame.Trailers.local(withFailure(cancelled.reason()), failure.progress()));
    }
  }

  private Status withFailure(Status reason) {
    return reason.withMessage(
        reason.message()
            + " while waiting to try again after "
            + previous()
            + (previous() == 1 ? " attempt, which" : " attempts, the last of which")
            + " failed: "
            + failure.status());
  }

  private void attemptEnded(Frame.Trailers trailers) {
    attempt = null;
    if (mayGoOn()) {
      if (isTransparent(trailers)) {
        begin(new AttemptOrder(previous(), true));
        return;
      }
      Duration delay = delayAfter(trailers);
      if (delay != null) {
        pause(trailers, delay);
        return;
      }
    }
    end(schedule == null ? trailers : schedule.explained(trailers));
  }

  private boolean mayGoOn() {
    return !answered
        && cancel == null
        && sent.isComplete()
        && (head.deadline() == null || !head.deadline().isExpired());
  }

  private boolean isTransparent(Frame.Trailers trailers) {
    if (trailers.progress() == Frame.Progress.PROCESSED) {
      return false;
    }
    if (repeats == null) {
      repeats = new Repeats();
    }
    return repeats.allow(trailers);
  }

  private @Nullable Duration delayAfter(Frame.Trailers trailers) {
    return schedule == null || trailers.status().isOk() || Retries.isFinal(trailers)
        ? null
        : schedule.delayAfter(trailers);
  }

  private void pause(Frame.Trailers trailers, Duration delay) {
    state = State.PAUSED;
    failure = trailers;
    timer = retries.timers().set(delay, this::resume);
  }

  private void resume() {
    timer = null;
    begin(new AttemptOrder(previous(), false));
  }

  /** How many attempts there were before the one that runs or comes next. */
  private int previous() {
    return schedule == null ? 0 : schedule.retries();
  }

  private void end(Frame.Trailers trailers) {
    state = State.ENDED;
    if (timer != null) {
      timer.run();
      timer = null;
    }
    if (throttle != null && trailers.status().isOk()) {
      throttle.succeeded();
    }
    sent.drop();
    Frame.Trailers told = answered ? trailers : Retries.answer(trailers, previous());
    end = invoker.ending(told);
    if (handler != null) {
      handler.handle(end);
    }
  }
}
