package dev.toolkit.grpc.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** The streams of a call in the two shapes that generated clients give them. */
record CallStream<Q, R>(ClientCall<Q, R> call) implements RequestStream<Q, R>, BidiStream<Q, R> {

  @Override
  public Future<R> response() {
    return call.response();
  }

  @Override
  public ReadStream<R> responses() {
    return call.responses();
  }

  @Override
  public Future<Void> write(Q message) {
    return call.requests().write(message);
  }

  @Override
  public Future<Void> end() {
    return call.requests().end();
  }

  @Override
  public Future<Void> end(Q message) {
    return call.requests().end(message);
  }

  @Override
  public boolean writeQueueFull() {
    return call.requests().writeQueueFull();
  }

  @Override
  public CallStream<Q, R> exceptionHandler(@Nullable Handler<Throwable> handler) {
    call.requests().exceptionHandler(handler);
    return this;
  }

  @Override
  public CallStream<Q, R> drainHandler(@Nullable Handler<Void> handler) {
    call.requests().drainHandler(handler);
    return this;
  }

  @Override
  public CallStream<Q, R> setWriteQueueMaxSize(int maxSize) {
    call.requests().setWriteQueueMaxSize(maxSize);
    return this;
  }
}
