package dev.toolkit.grpc.benchmarks.peers;

import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;

/** The same service on vertx-grpc. */
public final class VertxGrpcServer {

  private static final int REPLIES = 1000;
  private static final ServiceName GREETER = ServiceName.create("helloworld.Greeter");

  private final Vertx vertx;
  private final int delayMillis;

  private VertxGrpcServer(Vertx vertx, int delayMillis) {
    this.vertx = vertx;
    this.delayMillis = delayMillis;
  }

  /** Starts the server. */
  public static void main(String[] args) {
    Flags flags = Flags.parse(args, "port", "delay-ms");
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    var server = new VertxGrpcServer(vertx, flags.number("delay-ms", 0));
    var options = new HttpServerOptions().setHttp2ConnectionWindowSize(16 << 20);
    options.getInitialSettings().setInitialWindowSize(1 << 20);
    var grpc = GrpcServer.server(vertx);
    grpc.callHandler(method("SayHello"), server::sayHello);
    grpc.callHandler(method("LotsOfReplies"), VertxGrpcServer::lotsOfReplies);
    vertx
        .createHttpServer(options)
        .requestHandler(grpc)
        .listen(flags.number("port", 0))
        .onSuccess(http -> System.out.println("listening on 0.0.0.0:" + http.actualPort()));
  }

  private static ServiceMethod<HelloRequest, HelloReply> method(String name) {
    return ServiceMethod.server(
        GREETER,
        name,
        GrpcMessageEncoder.encoder(),
        GrpcMessageDecoder.decoder(HelloRequest.newBuilder()));
  }

  private void sayHello(GrpcServerRequest<HelloRequest, HelloReply> call) {
    call.handler(
        request -> {
          if (delayMillis > 0) {
            vertx.setTimer(delayMillis, id -> call.response().end(reply(request)));
          } else {
            call.response().end(reply(request));
          }
        });
  }

  private static void lotsOfReplies(GrpcServerRequest<HelloRequest, HelloReply> call) {
    call.handler(request -> writeMore(call.response(), request, 0));
  }

  private static void writeMore(
      GrpcServerResponse<HelloRequest, HelloReply> response, HelloRequest request, int written) {
    int count = written;
    while (count < REPLIES && !response.writeQueueFull()) {
      response.write(reply(request));
      count++;
    }
    if (count == REPLIES) {
      response.drainHandler(null).end();
    } else {
      int next = count;
      response.drainHandler(v -> writeMore(response, request, next));
    }
  }

  private static HelloReply reply(HelloRequest request) {
    return HelloReply.newBuilder().setMessage("Hello " + request.getName()).build();
  }
}
