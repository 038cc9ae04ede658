package dev.toolkit.grpc.interop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream that is read message by message, on the context of its call. */
final class Incoming<T> {

  private final ReadStream<T> stream;
  private @Nullable Promise<Optional<T>> waiting;
  private @Nullable Future<Optional<T>> end;

  /** Takes a stream that is paused. */
  Incoming(ReadStream<T> stream) {
    this.stream = stream;
    stream.exceptionHandler(e -> end(Future.failedFuture(e)));
    stream.endHandler(v -> end(Future.succeededFuture(Optional.empty())));
    stream.handler(this::take);
  }

  /** The next message, empty at the end; one at a time. */
  Future<Optional<T>> next() {
    if (end != null) {
      return end;
    }
    Promise<Optional<T>> next = Promise.promise();
    waiting = next;
    stream.fetch(1);
    return next.future();
  }

  /** All messages that are still to come. */
  Future<List<T>> all() {
    return collect(new ArrayList<>());
  }

  private Future<List<T>> collect(List<T> read) {
    return next()
        .compose(
            message -> {
              message.ifPresent(read::add);
              return message.isEmpty() ? Future.succeededFuture(read) : collect(read);
            });
  }

  private void take(T message) {
    Promise<Optional<T>> promise = waiting;
    waiting = null;
    if (promise == null) {
      throw new IllegalStateException("a message came that was not asked for");
    }
    promise.complete(Optional.of(message));
  }

  private void end(Future<Optional<T>> how) {
    if (end != null) {
      return;
    }
    end = how;
    Promise<Optional<T>> promise = waiting;
    waiting = null;
    if (promise != null) {
      how.onComplete(promise);
    }
  }
}
