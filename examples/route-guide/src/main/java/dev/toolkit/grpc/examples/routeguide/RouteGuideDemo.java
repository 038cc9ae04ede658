package dev.toolkit.grpc.examples.routeguide;

import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServerOptions;
import dev.toolkit.grpc.verticles.GrpcClientVerticle;
import dev.toolkit.grpc.verticles.GrpcClientVerticleOptions;
import dev.toolkit.grpc.verticles.GrpcServerVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Deploys a server, a client, and a verticle that calls. */
public final class RouteGuideDemo {

  private static final String HOST = "localhost";

  private RouteGuideDemo() {}

  /** Prints the answers. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      run(vertx, System.out).await(30, TimeUnit.SECONDS);
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }

  static Future<Void> run(Vertx vertx, PrintStream out) {
    var options = new GrpcServerOptions().setHost(HOST).setPort(0);
    options.getHttp().setPlaintext(true);
    var server = new GrpcServerVerticle(options, new Guide());
    return vertx
        .deployVerticle(server)
        .onSuccess(id -> out.println("the server listens on port " + server.server().actualPort()))
        .compose(id -> vertx.deployVerticle(client(server.server().actualPort())))
        .compose(id -> vertx.deployVerticle(new Caller(out)))
        .mapEmpty();
  }

  private static GrpcClientVerticle client(int port) {
    var options = new GrpcClientOptions().setTarget(HOST + ":" + port);
    options.getHttp().setPlaintext(true);
    return new GrpcClientVerticle(
        new GrpcClientVerticleOptions().setName("guide").setClient(options));
  }
}
