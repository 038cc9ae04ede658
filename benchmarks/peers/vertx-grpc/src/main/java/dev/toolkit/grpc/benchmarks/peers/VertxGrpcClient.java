package dev.toolkit.grpc.benchmarks.peers;

import dev.toolkit.grpc.benchmarks.driver.ClosedLoop;
import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.io.IOException;

/** The same client on vertx-grpc. */
public final class VertxGrpcClient {

  private static final ServiceMethod<HelloReply, HelloRequest> SAY_HELLO =
      ServiceMethod.client(
          ServiceName.create("helloworld.Greeter"),
          "SayHello",
          GrpcMessageEncoder.encoder(),
          GrpcMessageDecoder.decoder(HelloReply.newBuilder()));

  private VertxGrpcClient() {}

  /** Calls until the standard input ends. */
  public static void main(String[] args) throws IOException {
    Flags flags = Flags.parse(args, "port", "outstanding", "size");
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Context context = vertx.getOrCreateContext();
    var http =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false)
            .setHttp2ConnectionWindowSize(16 << 20);
    http.getInitialSettings().setInitialWindowSize(1 << 20);
    var client = GrpcClient.client(vertx, new GrpcClientOptions(), http);
    var server = SocketAddress.inetSocketAddress(flags.number("port", 0), "127.0.0.1");
    var name = "x".repeat(flags.number("size", 30));
    var request = HelloRequest.newBuilder().setName(name).build();
    ClosedLoop.serve(
        task -> context.runOnContext(v -> task.run()),
        flags.number("outstanding", 100),
        (succeeded, failed) ->
            client
                .request(server, SAY_HELLO)
                .compose(call -> send(call, request))
                .onComplete(reply -> succeeded.run(), e -> failed.accept(e)));
    vertx.close();
  }

  private static Future<HelloReply> send(
      GrpcClientRequest<HelloRequest, HelloReply> call, HelloRequest request) {
    return call.send(request).compose(GrpcClientResponse::last);
  }
}
