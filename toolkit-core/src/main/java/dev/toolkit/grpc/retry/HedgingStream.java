package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call with several attempts at a time; the first one that is answered counts, and the others are
 * cancelled. See gRFC A6, "Hedging Policy".
 *
 * <p>Each attempt gets every message. A writer waits only while all attempts are full: one that
 * lags behind is bounded by the buffer of the call, and loses when this overflows. Runs on the
 * context of the call.
 */
final class HedgingStream implements CallAttempts, Hedge.Call {

  private static final Frame.Cancel LOST =
      new Frame.Cancel(Status.of(Code.CANCELLED, "another attempt has decided the call"));

  private final Retries retries;
  private final AttemptInvoker invoker;
  private final CallHead head;
  private final HedgeSchedule schedule;
  private final SentFrames sent;
  private final List<Hedge> live = new ArrayList<>(2);
  private @Nullable Hedge winner;
  private @Nullable Handler<Frame> handler;
  private @Nullable Handler<Void> drainHandler;
  private Frame.@Nullable Trailers failure;
  private Frame.@Nullable Trailers end;
  private long demand;
  private boolean cancelled;
  private boolean answered;
  private boolean toldFull;

  /** A call that has not begun. */
  HedgingStream(Retries retries, AttemptInvoker invoker, CallHead head, HedgeSchedule schedule) {
    this.retries = retries;
    this.invoker = invoker;
    this.head = head;
    this.schedule = schedule;
    this.sent = new SentFrames(retries.buffer());
  }

  /** Begins the first attempt, and with a delay of 0 all; called once. */
  void start() {
    hedge();
  }

  @Override
  public boolean isAnswered() {
    return answered;
  }

  @Override
  public boolean isPaused() {
    return live.isEmpty();
  }

  @Override
  public int attempts() {
    return schedule.begun();
  }

  @Override
  public void write(Frame frame) {
    if (end != null || cancelled) {
      return;
    }
    if (frame instanceof Frame.Cancel cancel) {
      cancel(cancel);
    } else if (winner != null) {
      winner.write(frame);
    } else if (keep(frame)) {
      List.copyOf(live).forEach(Hedge::catchUp);
      commitIfTooLarge();
    }
  }

  @Override
  public boolean writeQueueFull() {
    boolean full =
        live.isEmpty()
            ? sent.bytes() >= RetryingStream.WAITING_BYTES
            : live.stream().allMatch(Hedge::isFull);
    toldFull |= full;
    return full;
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    this.handler = handler;
    if (end != null) {
      handler.handle(end);
    } else {
      List.copyOf(live).forEach(Hedge::listen);
    }
    return this;
  }

  /** Only messages need demand, and before a message comes one attempt has been chosen. */
  @Override
  public void fetch(long messages) {
    demand = demand + messages < 0 ? Long.MAX_VALUE : demand + messages;
    if (winner != null) {
      winner.fetch(messages);
    }
  }

  @Override
  public GrpcStream invoke(AttemptOrder order, int refused) {
    return invoker.invoke(retries.headOf(head, order, refused));
  }

  @Override
  public boolean mayGoOn() {
    return end == null
        && !cancelled
        && !answered
        && sent.isComplete()
        && (head.deadline() == null || !head.deadline().isExpired());
  }

  @Override
  public void arrived(Hedge hedge, Frame frame) {
    boolean lost = winner != null ? winner != hedge : cancelled;
    if (end != null || lost) {
      return; // it was told to end
    }
    if (frame instanceof Frame.Trailers trailers) {
      ended(hedge, trailers);
    } else if (answered) {
      handler.handle(frame);
    } else {
      answered = true;
      commit(hedge);
      handler.handle(Retries.answer(frame, hedge.previous()));
    }
  }

  @Override
  public void drained() {
    if (toldFull && end == null && !writeQueueFull()) {
      toldFull = false;
      if (drainHandler != null) {
        drainHandler.handle(null);
      }
    }
  }

  /** Begins the next attempt, with a delay of 0 all that there are, and waits for the one after. */
  private void hedge() {
    do {
      var hedge = new Hedge(this, sent, schedule.begun());
      schedule.begin();
      live.add(hedge);
      hedge.start();
      if (handler != null) {
        hedge.listen();
      }
    } while (schedule.isAtOnce() && mayHedge());
    commitIfTooLarge();
    schedule.await(this::hedgeOrGiveUp);
    drained();
  }

  private boolean mayHedge() {
    return winner == null && mayGoOn() && schedule.isOpen();
  }

  private void hedgeOrGiveUp() {
    if (mayHedge()) {
      hedge();
    } else if (live.isEmpty() && end == null) {
      finish(failure);
    }
  }

  private void ended(Hedge hedge, Frame.Trailers trailers) {
    live.remove(hedge);
    failure = answered ? trailers : Retries.answer(trailers, hedge.previous());
    if (winner == hedge) {
      finish(failure);
      return;
    }
    boolean local = trailers.origin() == Frame.Origin.LOCAL;
    if (local && !live.isEmpty()) {
      drained(); // no server has said anything: the others go on as if it had not begun
      return;
    }
    Pushback pushback = Pushback.of(trailers.metadata());
    schedule.failed(trailers, pushback);
    boolean fatal = schedule.isFatal(trailers);
    if (!fatal) {
      goOn(pushback);
    }
    if (fatal || live.isEmpty() && !schedule.isWaiting() && end == null) {
      finish(failure);
    }
  }

  /** What a failure that is not fatal does to the attempts that are still to come. */
  private void goOn(Pushback pushback) {
    if (pushback.stops()) {
      schedule.stop();
    } else if (pushback.delay() != null) {
      schedule.await(pushback.delay(), this::hedgeOrGiveUp);
    } else if (mayHedge()) {
      hedge();
    } else {
      schedule.stop();
    }
    drained();
  }

  /** Keeps a frame; false if that has ended the call, because the message can't be encoded. */
  private boolean keep(Frame frame) {
    try {
      sent.add(frame);
      return true;
    } catch (StatusException e) {
      cancel(new Frame.Cancel(e.status()));
      return false;
    }
  }

  /** When the buffer overflows, the attempt that lags the least counts. */
  private void commitIfTooLarge() {
    if (winner == null && end == null && sent.isTooLarge() && !live.isEmpty()) {
      commit(live.stream().filter(hedge -> !hedge.isFull()).findFirst().orElse(live.get(0)));
    }
  }

  private void commit(Hedge hedge) {
    if (winner != null) {
      return;
    }
    winner = hedge;
    schedule.stop();
    hedge.catchUp();
    sent.drop();
    live.remove(hedge);
    cancelLive(LOST);
    live.add(hedge);
    if (demand > 0) {
      hedge.fetch(demand);
    }
    drained();
  }

  private void cancel(Frame.Cancel cancel) {
    if (winner != null) {
      winner.write(cancel);
      return;
    }
    cancelled = true;
    cancelLive(cancel);
    finish(Frame.Trailers.local(cancel.reason(), Frame.Progress.PROCESSED));
  }

  private void cancelLive(Frame.Cancel cancel) {
    var all = List.copyOf(live);
    live.clear();
    all.forEach(hedge -> hedge.write(cancel));
  }

  private void finish(Frame.Trailers trailers) {
    schedule.ended(trailers);
    cancelled = true;
    cancelLive(LOST);
    sent.drop();
    end = invoker.ending(trailers);
    if (handler != null) {
      handler.handle(end);
    }
  }
}
