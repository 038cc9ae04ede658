package dev.toolkit.grpc.examples.hello;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/** An endless stream, written and read with demand; see docs/streaming-backpressure.md. */
public final class StreamingExample {

  /** Writes until the caller has enough. */
  static final class Endless implements GreeterService {
    @Override
    public Future<Void> lotsOfReplies(HelloRequest request, WriteStream<HelloReply> responses) {
      Promise<Void> done = Promise.promise();
      responses.exceptionHandler(done::tryFail);
      responses.drainHandler(v -> fill(request, responses, done));
      fill(request, responses, done);
      return done.future();
    }

    private static void fill(
        HelloRequest request, WriteStream<HelloReply> responses, Promise<Void> done) {
      while (!done.future().isComplete() && !responses.writeQueueFull()) {
        responses.write(Local.reply("Hello, " + request.getName() + "!")).onFailure(done::tryFail);
      }
    }
  }

  private StreamingExample() {}

  /** Prints how many replies were read. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    var greeter = GreeterClient.create(Local.client(vertx, Local.serve(vertx, new Endless())));

    Future<Integer> read =
        greeter.lotsOfReplies(Local.request("Ada")).compose(replies -> take(100, replies));
    System.out.println(Local.await(read) + " replies");
    Local.await(vertx.close());
  }

  /** Reads so many replies, and cancels the call. */
  private static Future<Integer> take(int count, ReadStream<HelloReply> replies) {
    Promise<Integer> taken = Promise.promise();
    int[] seen = {0};
    replies
        .exceptionHandler(taken::tryFail)
        .handler(
            reply -> {
              seen[0]++;
              if (seen[0] == count) {
                replies.handler(null);
                taken.tryComplete(count);
              }
            })
        .fetch(count);
    return taken.future();
  }
}
