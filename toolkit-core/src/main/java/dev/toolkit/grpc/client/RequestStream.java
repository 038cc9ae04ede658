package dev.toolkit.grpc.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a client-streaming call, and its response.
 *
 * @param <Q> the class of the requests
 * @param <R> the class of the response
 */
public interface RequestStream<Q, R> extends WriteStream<Q> {

  /** The response. */
  Future<R> response();

  /** The whole call. */
  ClientCall<Q, R> call();

  @Override
  RequestStream<Q, R> exceptionHandler(@Nullable Handler<Throwable> handler);

  @Override
  RequestStream<Q, R> drainHandler(@Nullable Handler<Void> handler);

  @Override
  RequestStream<Q, R> setWriteQueueMaxSize(int maxSize);
}
