package dev.toolkit.grpc.examples.rxjava;

import dev.toolkit.grpc.examples.numbers.Number;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.WriteStream;

/** Counts as fast as the caller reads, until the last number or the end of the call. */
final class Counting {

  private final long last;
  private final WriteStream<Number> responses;
  private final Promise<Void> done = Promise.promise();
  private long next = 1;

  Counting(long last, WriteStream<Number> responses) {
    this.last = last;
    this.responses = responses;
  }

  Future<Void> run() {
    responses.exceptionHandler(done::tryFail).drainHandler(v -> write());
    write();
    return done.future();
  }

  private void write() {
    while (next <= last && !done.future().isComplete()) {
      if (responses.writeQueueFull()) {
        return;
      }
      responses.write(Arithmetic.number(next++)).onFailure(done::tryFail);
    }
    done.tryComplete();
  }
}
