package dev.toolkit.grpc.benchmarks;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.benchmarks.helloworld.GreeterService;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;

/** Says hello at once or later, and in a thousand replies. */
final class Greeter implements GreeterService {

  private static final int REPLIES = 1000;

  private final Vertx vertx;
  private final int delayMillis;
  private final Faults faults;

  Greeter(Vertx vertx, int delayMillis, Faults faults) {
    this.vertx = vertx;
    this.delayMillis = delayMillis;
    this.faults = faults;
  }

  @Override
  public Future<HelloReply> sayHello(HelloRequest request) {
    Status failure = faults.failure();
    if (failure != null) {
      return Future.failedFuture(failure.asException());
    }
    if (delayMillis == 0) {
      return Future.succeededFuture(reply(request));
    }
    Promise<HelloReply> promise = Promise.promise();
    vertx.setTimer(delayMillis, id -> promise.complete(reply(request)));
    return promise.future();
  }

  @Override
  public Future<Void> lotsOfReplies(HelloRequest request, WriteStream<HelloReply> responses) {
    var replies = new Replies(request, responses);
    responses.drainHandler(v -> replies.writeMore());
    replies.writeMore();
    return replies.written.future();
  }

  private static HelloReply reply(HelloRequest request) {
    return HelloReply.newBuilder().setMessage("Hello " + request.getName()).build();
  }

  /** Writes as many replies as the stream takes. */
  private static final class Replies {

    private final Promise<Void> written = Promise.promise();
    private final HelloRequest request;
    private final WriteStream<HelloReply> responses;
    private int count;

    private Replies(HelloRequest request, WriteStream<HelloReply> responses) {
      this.request = request;
      this.responses = responses;
    }

    private void writeMore() {
      while (count < REPLIES && !responses.writeQueueFull()) {
        count++;
        responses.write(reply(request)).onFailure(written::tryFail);
      }
      if (count == REPLIES) {
        written.tryComplete();
      }
    }
  }
}
