package dev.toolkit.grpc.client;

import com.google.protobuf.StringValue;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream as vertx-rx makes it of a {@code Flowable} that emits at once when it is asked: it reads
 * a few ahead when it has delivered what it has, and does not look whether they are wanted.
 */
final class DeafSource implements ReadStream<StringValue> {

  private static final int AHEAD = 16;

  private final int last;
  private int read;
  private int delivered;
  private long demand = Long.MAX_VALUE;
  private boolean delivering;
  private @Nullable Handler<StringValue> handler;
  private @Nullable Handler<Void> endHandler;

  DeafSource(int last) {
    this.last = last;
  }

  @Override
  public ReadStream<StringValue> handler(@Nullable Handler<StringValue> handler) {
    this.handler = handler;
    deliver();
    return this;
  }

  @Override
  public ReadStream<StringValue> endHandler(@Nullable Handler<Void> handler) {
    endHandler = handler;
    return this;
  }

  @Override
  public ReadStream<StringValue> exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public ReadStream<StringValue> pause() {
    demand = 0;
    return this;
  }

  @Override
  public ReadStream<StringValue> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public ReadStream<StringValue> fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    deliver();
    return this;
  }

  private void deliver() {
    if (delivering || handler == null) {
      return;
    }
    delivering = true;
    while (demand > 0 && delivered < read) {
      demand--;
      handler.handle(Texts.text("" + ++delivered));
    }
    if (delivered == last && endHandler != null) {
      endHandler.handle(null);
      endHandler = null;
    }
    if (delivered == read) {
      read = Math.min(last, read + AHEAD);
    }
    delivering = false;
  }
}
