package dev.toolkit.grpc.examples.rxjava;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.WriteStream;
import java.util.concurrent.atomic.AtomicLong;

/** Tells how much was written to a stream, and how often it was full. */
record WatchedStream<T>(WriteStream<T> stream, AtomicLong written, AtomicLong full)
    implements WriteStream<T> {

  @Override
  public Future<Void> write(T element) {
    written.incrementAndGet();
    return stream.write(element);
  }

  @Override
  public boolean writeQueueFull() {
    if (stream.writeQueueFull()) {
      full.incrementAndGet();
      return true;
    }
    return false;
  }

  @Override
  public Future<Void> end() {
    return stream.end();
  }

  @Override
  public WatchedStream<T> setWriteQueueMaxSize(int maxSize) {
    stream.setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public WatchedStream<T> drainHandler(Handler<Void> handler) {
    stream.drainHandler(handler);
    return this;
  }

  @Override
  public WatchedStream<T> exceptionHandler(Handler<Throwable> handler) {
    stream.exceptionHandler(handler);
    return this;
  }
}
