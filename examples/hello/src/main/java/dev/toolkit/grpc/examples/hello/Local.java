package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the programs of the docs have in common: plaintext on the loopback, and a request. */
final class Local {

  private Local() {}

  static GrpcServerOptions serving() {
    var options = new GrpcServerOptions().setHost("localhost").setPort(0);
    options.getHttp().setPlaintext(true);
    return options;
  }

  static GrpcServer serve(Vertx vertx, GreeterService service) {
    GrpcServer server = GrpcServer.create(vertx, serving()).add(service.bind());
    await(server.start());
    return server;
  }

  static GrpcClientOptions calling(int port) {
    var options = new GrpcClientOptions().setTarget("localhost:" + port);
    options.getHttp().setPlaintext(true);
    return options;
  }

  static GrpcClient client(Vertx vertx, GrpcServer server) {
    return GrpcClient.create(vertx, calling(server.actualPort()));
  }

  static HelloRequest request(String name) {
    return HelloRequest.newBuilder().setName(name).build();
  }

  static HelloReply reply(String message) {
    return HelloReply.newBuilder().setMessage(message).build();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer within 10 s", e);
    }
  }
}
