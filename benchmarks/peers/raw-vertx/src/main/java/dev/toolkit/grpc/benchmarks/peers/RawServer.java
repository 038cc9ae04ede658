package dev.toolkit.grpc.benchmarks.peers;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Vert.x's HTTP/2 with protobuf and a prefix, and nothing else of gRPC. */
public final class RawServer {

  private static final int PREFIX = 5;
  private static final int REPLIES = 1000;

  private final Vertx vertx;
  private final int delayMillis;

  private RawServer(Vertx vertx, int delayMillis) {
    this.vertx = vertx;
    this.delayMillis = delayMillis;
  }

  /** Starts the server. */
  public static void main(String[] args) {
    Flags flags = Flags.parse(args, "port", "delay-ms");
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    var server = new RawServer(vertx, flags.number("delay-ms", 0));
    var options = new HttpServerOptions().setHttp2ConnectionWindowSize(16 << 20);
    options.getInitialSettings().setInitialWindowSize(1 << 20);
    vertx
        .createHttpServer(options)
        .requestHandler(server::serve)
        .listen(flags.number("port", 0))
        .onSuccess(http -> System.out.println("listening on 0.0.0.0:" + http.actualPort()));
  }

  private void serve(HttpServerRequest http) {
    http.body().onSuccess(body -> serve(http, parse(body)));
  }

  private void serve(HttpServerRequest http, HelloRequest request) {
    HttpServerResponse response = http.response();
    response.putHeader("content-type", "application/grpc");
    response.putTrailer("grpc-status", "0");
    if (http.path().endsWith("LotsOfReplies")) {
      writeMore(response, request, 0);
    } else if (delayMillis > 0) {
      vertx.setTimer(delayMillis, id -> response.end(reply(request)));
    } else {
      response.end(reply(request));
    }
  }

  private static void writeMore(HttpServerResponse response, HelloRequest request, int written) {
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

  private static Buffer reply(HelloRequest request) {
    var reply = HelloReply.newBuilder().setMessage("Hello " + request.getName()).build();
    byte[] bytes = reply.toByteArray();
    return Buffer.buffer(PREFIX + bytes.length)
        .appendByte((byte) 0)
        .appendInt(bytes.length)
        .appendBytes(bytes);
  }

  private static HelloRequest parse(Buffer body) {
    try {
      return HelloRequest.parseFrom(body.getBytes(PREFIX, body.length()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
