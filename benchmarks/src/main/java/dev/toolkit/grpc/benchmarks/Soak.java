package dev.toolkit.grpc.benchmarks;

import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.driver.Phase;
import dev.toolkit.grpc.benchmarks.driver.ProcessMemory;
import dev.toolkit.grpc.benchmarks.helloworld.GreeterClient;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Makes very many calls and streams on one connection to an {@link EchoServer}, and looks at what
 * is lost, at what is left open, and at the memory of both processes.
 */
public final class Soak {

  private static final int REPLIES = 1_000;
  private static final String GREETING = "Hello soak";
  private static final HelloRequest REQUEST = HelloRequest.newBuilder().setName("soak").build();

  private Soak() {}

  /** Exits with 1 if anything was lost or left, or the memory of a process grew by over 5 %. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Flags flags = Flags.parse(args, "port", "server-pid", "calls", "streams", "transport");
    int port = flags.number("port", 50051);
    var memory = new ProcessMemory(flags.number("server-pid", 0));
    Vertx vertx = Vertx.vertx(Transports.choose(new VertxOptions(), flags));
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + port);
    options.getHttp().setPlaintext(true);
    GrpcClient client = GrpcClient.create(vertx, options);
    var greeter = GreeterClient.create(client);
    Context context = vertx.getOrCreateContext();

    var calls =
        new Phase("calls", flags.number("calls", 1_000_000), 100, memory, () -> call(greeter));
    boolean good = calls.run(context);
    var streams =
        new Phase("streams", flags.number("streams", 10_000), 20, memory, () -> stream(greeter));
    good &= streams.run(context);

    var closed = new CountDownLatch(1);
    client
        .shutdown(Duration.ofSeconds(5))
        .eventually(vertx::close)
        .onComplete(done -> closed.countDown());
    closed.await();
    int left = ProcessMemory.connectionsOf(port);
    System.out.println("connections left open: " + left);
    System.exit(good && left == 0 ? 0 : 1);
  }

  /** One call; fails if the reply is not the right one. */
  private static Future<Void> call(GreeterClient greeter) {
    return greeter.sayHello(REQUEST).compose(Soak::check);
  }

  /** One stream; fails if a reply is missing or wrong. */
  private static Future<Void> stream(GreeterClient greeter) {
    return greeter.lotsOfReplies(REQUEST).compose(Soak::count);
  }

  private static Future<Void> count(ReadStream<HelloReply> replies) {
    Promise<Void> ended = Promise.promise();
    int[] right = {0};
    replies.handler(reply -> right[0] += isRight(reply) ? 1 : 0);
    replies.exceptionHandler(ended::tryFail);
    replies.endHandler(v -> end(ended, right[0]));
    replies.resume();
    return ended.future();
  }

  private static void end(Promise<Void> ended, int right) {
    if (right == REPLIES) {
      ended.tryComplete();
    } else {
      ended.tryFail(right + " of " + REPLIES + " replies arrived");
    }
  }

  private static Future<Void> check(HelloReply reply) {
    return isRight(reply)
        ? Future.succeededFuture()
        : Future.failedFuture("the reply is " + reply.getMessage());
  }

  private static boolean isRight(HelloReply reply) {
    return reply.getMessage().startsWith(GREETING);
  }
}
