package dev.toolkit.grpc.server;

import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * The responses of a call as a method writes them.
 *
 * <p>{@code end()} says that nothing more is written; the call itself ends with the future of the
 * method. What is written after the call was cancelled fails with its status.
 */
final class ResponseStream<R> implements WriteStream<R> {

  private final ServedCall<?, R> call;
  private final GrpcStream stream;
  private boolean ended;
  private @Nullable Throwable failure;
  private @Nullable Handler<Throwable> exceptionHandler;

  ResponseStream(ServedCall<?, R> call, GrpcStream stream) {
    this.call = call;
    this.stream = stream;
  }

  @Override
  public Future<Void> write(R response) {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    if (ended) {
      return Future.failedFuture(
          new IllegalStateException("the responses of " + call.method() + " have ended"));
    }
    if (response == null) {
      throw new NullPointerException("response");
    }
    call.writeResponse(response);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    ended = true;
    return Future.succeededFuture();
  }

  /** Has no effect: how much may wait is the transport's choice. */
  @Override
  public WriteStream<R> setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return failure == null && !ended && stream.writeQueueFull();
  }

  @Override
  public WriteStream<R> drainHandler(@Nullable Handler<Void> handler) {
    stream.drainHandler(handler);
    return this;
  }

  @Override
  public WriteStream<R> exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  /** The call has ended with its trailers. */
  void callEnded() {
    ended = true;
  }

  /** The call was cancelled. */
  void fail(Throwable reason) {
    failure = reason;
    if (exceptionHandler != null) {
      exceptionHandler.handle(reason);
    }
  }
}
