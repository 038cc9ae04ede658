package dev.toolkit.grpc.client;

import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a bidirectional call, and its responses.
 *
 * @param <Q> the class of the requests
 * @param <R> the class of the responses
 */
public interface BidiStream<Q, R> extends WriteStream<Q> {

  /** The responses, paused; see {@link ClientCall#responses}. */
  ReadStream<R> responses();

  /** The whole call. */
  ClientCall<Q, R> call();

  @Override
  BidiStream<Q, R> exceptionHandler(@Nullable Handler<Throwable> handler);

  @Override
  BidiStream<Q, R> drainHandler(@Nullable Handler<Void> handler);

  @Override
  BidiStream<Q, R> setWriteQueueMaxSize(int maxSize);
}
