package dev.toolkit.grpc.benchmarks.peers;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.toolkit.grpc.benchmarks.driver.ClosedLoop;
import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;

/** Vert.x's HTTP/2 client with protobuf and a prefix, and nothing else of gRPC. */
public final class RawClient {

  private static final int PREFIX = 5;

  private final HttpClientConnection connection;
  private final HelloRequest request;

  private RawClient(HttpClientConnection connection, HelloRequest request) {
    this.connection = connection;
    this.request = request;
  }

  /** Calls until the standard input ends. */
  public static void main(String[] args) throws IOException {
    Flags flags = Flags.parse(args, "port", "outstanding", "size");
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Context context = vertx.getOrCreateContext();
    var options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false)
            .setHttp2ConnectionWindowSize(16 << 20);
    options.getInitialSettings().setInitialWindowSize(1 << 20);
    var target = new HttpConnectOptions().setHost("127.0.0.1").setPort(flags.number("port", 0));
    var http = vertx.createHttpClient(options);
    Future<HttpClientConnection> connection =
        Future.future(p -> context.runOnContext(v -> http.connect(target).onComplete(p)));
    var name = "x".repeat(flags.number("size", 30));
    var client = new RawClient(connection.await(), HelloRequest.newBuilder().setName(name).build());
    ClosedLoop.serve(
        task -> context.runOnContext(v -> task.run()),
        flags.number("outstanding", 100),
        (succeeded, failed) ->
            client.sayHello().onComplete(reply -> succeeded.run(), e -> failed.accept(e)));
    vertx.close();
  }

  private Future<HelloReply> sayHello() {
    var options =
        new RequestOptions().setMethod(HttpMethod.POST).setURI("/helloworld.Greeter/SayHello");
    return connection.request(options).compose(this::send);
  }

  private Future<HelloReply> send(HttpClientRequest http) {
    http.putHeader("content-type", "application/grpc").putHeader("te", "trailers");
    byte[] bytes = request.toByteArray();
    Buffer body =
        Buffer.buffer(PREFIX + bytes.length)
            .appendByte((byte) 0)
            .appendInt(bytes.length)
            .appendBytes(bytes);
    return http.send(body).compose(RawClient::receive);
  }

  private static Future<HelloReply> receive(HttpClientResponse response) {
    return response.body().compose(body -> reply(response, body));
  }

  private static Future<HelloReply> reply(HttpClientResponse response, Buffer body) {
    if (!"0".equals(response.getTrailer("grpc-status"))) {
      return Future.failedFuture("grpc-status is " + response.getTrailer("grpc-status"));
    }
    try {
      return Future.succeededFuture(HelloReply.parseFrom(body.getBytes(PREFIX, body.length())));
    } catch (InvalidProtocolBufferException e) {
      return Future.failedFuture(e);
    }
  }
}
