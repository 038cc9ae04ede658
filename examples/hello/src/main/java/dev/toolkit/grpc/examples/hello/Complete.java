package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** A complete server and client; it implements the contract that is generated from hello.proto. */
public final class Complete implements GreeterService {

  @Override
  public Future<HelloReply> sayHello(HelloRequest request) {
    var message = "Hello, " + request.getName() + "!";
    return Future.succeededFuture(HelloReply.newBuilder().setMessage(message).build());
  }

  /** Serves, calls, prints the answer, and ends. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    var serving = new GrpcServerOptions().setHost("localhost").setPort(0);
    serving.getHttp().setPlaintext(true);
    GrpcServer server = GrpcServer.create(vertx, serving).add(new Complete().bind());
    server.start().await(10, TimeUnit.SECONDS);

    var calling = new GrpcClientOptions().setTarget("localhost:" + server.actualPort());
    calling.getHttp().setPlaintext(true);
    var greeter = GreeterClient.create(GrpcClient.create(vertx, calling));
    greeter
        .sayHello(HelloRequest.newBuilder().setName("Ada").build())
        .onSuccess(reply -> System.out.println(reply.getMessage()))
        .await(10, TimeUnit.SECONDS);

    vertx.close().await(10, TimeUnit.SECONDS);
  }
}
