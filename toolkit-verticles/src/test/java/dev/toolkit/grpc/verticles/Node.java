package dev.toolkit.grpc.verticles;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Vert.x of four event loops, to deploy verticles on and call them. */
final class Node {

  static final String HOST = "127.0.0.1";
  static final String SERVER = GrpcServerVerticle.class.getName();
  static final String CLIENT = GrpcClientVerticle.class.getName();

  final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));
  private final List<GrpcClient> clients = new ArrayList<>();

  static <T> T await(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }

  /** A port that was free a moment ago. */
  static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  static GrpcServerOptions plaintext(int port) {
    var options = new GrpcServerOptions().setHost(HOST).setPort(port);
    options.getHttp().setPlaintext(true);
    return options;
  }

  static JsonObject plaintextJson(int port) {
    return new JsonObject()
        .put("host", HOST)
        .put("port", port)
        .put("http", new JsonObject().put("plaintext", true));
  }

  static GrpcClientOptions clientOptions(int port) {
    var options = new GrpcClientOptions().setTarget(HOST + ":" + port);
    options.setConnectTimeout(Duration.ofSeconds(5)).getHttp().setPlaintext(true);
    return options;
  }

  String deploy(String verticle, JsonObject config) throws Exception {
    return await(vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config)));
  }

  void undeploy(String id) throws Exception {
    await(vertx.undeploy(id));
  }

  GrpcClient client(int port) {
    return client(clientOptions(port));
  }

  GrpcClient client(GrpcClientOptions options) {
    GrpcClient client = GrpcClient.create(vertx, options);
    clients.add(client);
    return client;
  }

  /** Calls a method of {@link Echo}. */
  static Future<String> call(
      GrpcClient client, MethodDescriptor<StringValue, StringValue> method, String text) {
    return client.unary(method, Echo.text(text), client.callOptions()).map(StringValue::getValue);
  }

  void close() throws Exception {
    for (GrpcClient client : clients) {
      await(client.close());
    }
    await(vertx.close());
  }
}
