package dev.toolkit.grpc.transport.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The PINGs of a connection, one at a time: Vert.x takes their answers in order, and forgets those
 * that never come. Runs on the connection's context only.
 */
final class Pings {

  private final Supplier<? extends Future<?>> send;
  private @Nullable Promise<Void> waiting;
  private @Nullable Throwable closed;

  /**
   * No PING yet.
   *
   * @param send sends one, and completes when it was answered
   */
  Pings(Supplier<? extends Future<?>> send) {
    this.send = send;
  }

  /** Sends a PING, or waits for the answer to the one that is under way. */
  Future<Void> ping() {
    if (closed != null) {
      return Future.failedFuture(closed);
    }
    if (waiting == null) {
      Promise<Void> answer = Promise.promise();
      waiting = answer;
      send.get().onComplete(result -> answered(answer, result));
      return answer.future();
    }
    return waiting.future();
  }

  /** The connection is closed: no answer will come. */
  void closed(Throwable why) {
    closed = why;
    if (waiting != null) {
      waiting.tryFail(why);
      waiting = null;
    }
  }

  private void answered(Promise<Void> answer, AsyncResult<?> result) {
    if (waiting == answer) {
      waiting = null;
    }
    if (result.succeeded()) {
      answer.tryComplete();
    } else {
      answer.tryFail(result.cause());
    }
  }
}
