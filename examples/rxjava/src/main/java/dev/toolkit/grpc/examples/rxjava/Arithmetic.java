package dev.toolkit.grpc.examples.rxjava;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.examples.numbers.Number;
import dev.toolkit.grpc.examples.numbers.NumbersService;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.concurrent.atomic.AtomicLong;

/** Implements the generated contract. */
public final class Arithmetic implements NumbersService {

  private static final long MAX_ROOT = 3_037_000_499L;

  static Number number(long value) {
    return Number.newBuilder().setValue(value).build();
  }

  @Override
  public Future<Number> square(Number request) {
    long root = request.getValue();
    if (root < -MAX_ROOT || root > MAX_ROOT) {
      var status = Status.of(Code.OUT_OF_RANGE, "root is " + root + ", limit is " + MAX_ROOT);
      return Future.failedFuture(status.asException());
    }
    return Future.succeededFuture(number(root * root));
  }

  @Override
  public Future<Void> count(Number request, WriteStream<Number> responses) {
    return new Counting(request.getValue(), responses).run();
  }

  @Override
  public Future<Number> sum(ReadStream<Number> requests) {
    var sum = new AtomicLong();
    Promise<Number> done = Promise.promise();
    requests
        .handler(request -> sum.addAndGet(request.getValue()))
        .exceptionHandler(done::tryFail)
        .endHandler(v -> done.tryComplete(number(sum.get())))
        .resume();
    return done.future();
  }

  @Override
  public Future<Void> runningSum(ReadStream<Number> requests, WriteStream<Number> responses) {
    var sum = new AtomicLong();
    Promise<Void> done = Promise.promise();
    requests
        .handler(
            request -> {
              responses.write(number(sum.addAndGet(request.getValue()))).onFailure(done::tryFail);
              if (responses.writeQueueFull()) {
                requests.pause();
                responses.drainHandler(v -> requests.resume());
              }
            })
        .exceptionHandler(done::tryFail)
        .endHandler(v -> done.tryComplete())
        .resume();
    return done.future();
  }
}
