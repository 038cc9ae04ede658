package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/** A call that is sent again when the peer can't have seen it and its taker has seen nothing. */
final class RepeatingStream implements GrpcStream, Handler<Frame> {

  /** How often a call is sent again; a peer that closes each connection must not spin us. */
  private static final int MAX_REPEATS = 5;

  private final CallHead head;
  private final CallInvoker attempts;
  private final int bufferSize;
  private final SentFrames sent = new SentFrames();
  private GrpcStream attempt;
  private @Nullable Handler<Frame> handler;
  private @Nullable Handler<Void> drainHandler;
  private long demand;
  private int repeats;
  private boolean refused;
  private boolean answered;
  private boolean cancelled;

  RepeatingStream(CallHead head, CallInvoker attempts, int bufferSize) {
    this.head = head;
    this.attempts = attempts;
    this.bufferSize = bufferSize;
    this.attempt = attempts.invoke(head);
  }

  @Override
  public void write(Frame frame) {
    if (frame instanceof Frame.Cancel) {
      cancelled = true;
      attempt.write(frame);
    } else if (keep(frame)) {
      attempt.write(frame);
    }
  }

  @Override
  public boolean writeQueueFull() {
    return attempt.writeQueueFull();
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    attempt.drainHandler(handler);
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    this.handler = handler;
    attempt.handler(this);
    return this;
  }

  @Override
  public void fetch(long messages) {
    demand = demand + messages < 0 ? Long.MAX_VALUE : demand + messages;
    attempt.fetch(messages);
  }

  /** Takes the frames of the attempt. */
  @Override
  public void handle(Frame frame) {
    if (frame instanceof Frame.Trailers trailers) {
      if (mayRepeat(trailers)) {
        repeat(trailers);
        return;
      }
      sent.drop();
    } else if (!answered) {
      answered = true;
      sent.drop();
    }
    handler.handle(frame);
  }

  private boolean keep(Frame frame) {
    try {
      sent.add(frame);
    } catch (StatusException e) {
      cancelled = true;
      attempt.write(new Frame.Cancel(e.status()));
      return false;
    }
    if (sent.bytes() > bufferSize) {
      sent.drop();
    }
    return true;
  }

  private boolean mayRepeat(Frame.Trailers trailers) {
    boolean unseen =
        trailers.progress() == Frame.Progress.NOT_SENT
            || trailers.progress() == Frame.Progress.REFUSED && !refused;
    return unseen
        && trailers.origin() == Frame.Origin.TRANSPORT
        && sent.isComplete()
        && !answered
        && !cancelled
        && repeats < MAX_REPEATS;
  }

  private void repeat(Frame.Trailers trailers) {
    repeats++;
    refused |= trailers.progress() == Frame.Progress.REFUSED;
    GrpcStream next = attempts.invoke(head);
    attempt = next;
    if (drainHandler != null) {
      next.drainHandler(drainHandler);
    }
    sent.writeTo(next);
    next.handler(this);
    if (demand > 0) {
      next.fetch(demand);
    }
  }
}
