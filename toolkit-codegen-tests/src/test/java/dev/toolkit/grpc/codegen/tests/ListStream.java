package dev.toolkit.grpc.codegen.tests;

import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A stream of given elements, as many at a time as are fetched. For one context. */
final class ListStream<T> implements ReadStream<T> {

  private final Queue<T> left;
  private Handler<T> handler = element -> {};
  private Handler<Void> endHandler = v -> {};
  private long demand = Long.MAX_VALUE;
  private boolean emitting;
  private boolean ended;

  ListStream(List<T> elements) {
    left = new ArrayDeque<>(elements);
  }

  @Override
  public ListStream<T> exceptionHandler(Handler<Throwable> handler) {
    return this; // it can't fail
  }

  @Override
  public ListStream<T> handler(Handler<T> handler) {
    this.handler = handler == null ? element -> {} : handler;
    return this;
  }

  @Override
  public ListStream<T> endHandler(Handler<Void> handler) {
    endHandler = handler == null ? v -> {} : handler;
    return this;
  }

  @Override
  public ListStream<T> pause() {
    demand = 0;
    return this;
  }

  @Override
  public ListStream<T> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public ListStream<T> fetch(long amount) {
    demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
    if (!emitting) {
      emitting = true;
      emit();
      emitting = false;
    }
    return this;
  }

  private void emit() {
    while (demand > 0 && !left.isEmpty()) {
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      handler.handle(left.remove());
    }
    if (left.isEmpty() && demand > 0 && !ended) {
      ended = true;
      endHandler.handle(null);
    }
  }
}
