package dev.toolkit.grpc.benchmarks;

import dev.toolkit.grpc.benchmarks.driver.ClosedLoop;
import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.GreeterClient;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;

/** Calls {@code SayHello}, many calls at a time; see {@link ClosedLoop}. */
public final class EchoClient {

  private static final int NAME = 30;

  private EchoClient() {}

  /** Calls until the standard input ends. */
  public static void main(String[] args) throws IOException {
    Flags flags = Flags.parse(args, "port", "outstanding", "size", "transport");
    Vertx vertx = Vertx.vertx(Transports.choose(new VertxOptions(), flags));
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + flags.number("port", 50051));
    options.getHttp().setPlaintext(true).setMaxMessageSize(Integer.MAX_VALUE);
    var greeter = GreeterClient.create(GrpcClient.create(vertx, options));
    var request = HelloRequest.newBuilder().setName("x".repeat(flags.number("size", NAME))).build();
    Context context = vertx.getOrCreateContext();
    ClosedLoop.serve(
        task -> context.runOnContext(v -> task.run()),
        flags.number("outstanding", 100),
        (succeeded, failed) ->
            greeter
                .sayHello(request)
                .onComplete(reply -> succeeded.run(), failure -> failed.accept(failure)));
    vertx.close();
  }
}
