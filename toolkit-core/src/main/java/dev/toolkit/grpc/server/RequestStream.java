package dev.toolkit.grpc.server;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a call as a method reads them.
 *
 * <p>It begins paused. Messages are asked of the transport one by one, so that a pause holds at
 * most one here. The end needs no demand once there was any; it, or the failure, is told to a
 * handler that is set late as well. An exception of a handler ends the call.
 */
final class RequestStream<Q> implements ReadStream<Q> {

  private enum State {
    READING,
    HALF_CLOSED,
    DONE
  }

  private final ServedCall<Q, ?> call;
  private final GrpcStream stream;
  private State state = State.READING;
  private long demand;
  private boolean started;
  private boolean asked;
  private boolean delivering;
  private Frame.@Nullable Message held;
  private @Nullable Throwable failure;
  private @Nullable Handler<Q> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;

  RequestStream(ServedCall<Q, ?> call, GrpcStream stream) {
    this.call = call;
    this.stream = stream;
  }

  @Override
  public ReadStream<Q> handler(@Nullable Handler<Q> handler) {
    this.handler = handler;
    deliver();
    return this;
  }

  @Override
  public ReadStream<Q> endHandler(@Nullable Handler<Void> handler) {
    endHandler = handler;
    deliver();
    return this;
  }

  @Override
  public ReadStream<Q> exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    if (handler != null && failure != null) {
      tellFailure();
    }
    return this;
  }

  @Override
  public ReadStream<Q> pause() {
    demand = 0;
    return this;
  }

  @Override
  public ReadStream<Q> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public ReadStream<Q> fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount is " + amount + ", it must be >= 0");
    }
    started |= amount > 0;
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    deliver();
    return this;
  }

  void take(Frame.Message message) {
    asked = false;
    held = message;
    deliver();
  }

  void takeEnd() {
    state = State.HALF_CLOSED;
    deliver();
  }

  /** Ends by a failure, in place of what was still to come. */
  void fail(Throwable reason) {
    if (state != State.DONE) {
      state = State.DONE;
      held = null;
      failure = reason;
      if (exceptionHandler != null) {
        tellFailure();
      }
    }
  }

  private void tellFailure() {
    Throwable reason = failure;
    failure = null;
    exceptionHandler.handle(reason);
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      askForOne();
      while (held != null && handler != null && demand > 0 && !call.isEnded()) {
        deliverHeld();
        askForOne();
      }
      deliverEnd();
    } catch (Throwable e) {
      call.failWith(e);
    } finally {
      delivering = false;
    }
  }

  private void deliverHeld() {
    Q request;
    try {
      request = call.decode(held);
    } catch (RuntimeException e) {
      call.failDecoding(e);
      fail(e);
      return;
    }
    held = null;
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    handler.handle(request);
  }

  private void deliverEnd() {
    if (state == State.HALF_CLOSED && held == null && started && endHandler != null) {
      state = State.DONE;
      endHandler.handle(null);
    }
  }

  /** Asks the transport, which may hand a message over at once. */
  private void askForOne() {
    if (state == State.READING && demand > 0 && !asked && held == null && handler != null) {
      asked = true;
      stream.fetch(1);
    }
  }
}
