package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.server.Dispatch;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;

/** A server on a port of its own, and one on the port of an HTTP server; see docs/server.md. */
public final class ServerExample {

  private ServerExample() {}

  /** Prints what both say. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    GrpcServer server = ownPort(vertx);
    Local.await(server.start());
    call(vertx, server.actualPort());
    Local.await(server.shutdown(Duration.ofSeconds(5)));

    HttpServer http = Local.await(sharedPort(vertx));
    call(vertx, http.actualPort());
    Local.await(vertx.close());
  }

  private static GrpcServer ownPort(Vertx vertx) {
    var options = new GrpcServerOptions().setHost("localhost").setPort(0);
    options.getHttp().setPlaintext(true).setMaxMessageSize(16 * 1024 * 1024);
    return GrpcServer.create(vertx, options).add(new Greeter().bind(), Dispatch.WORKER);
  }

  private static Future<HttpServer> sharedPort(Vertx vertx) {
    HttpServer http =
        vertx.createHttpServer().requestHandler(request -> request.response().end("a page"));
    GrpcServer.create(vertx, new GrpcServerOptions()).add(new Greeter().bind()).install(http);
    return http.listen(0, "localhost");
  }

  private static void call(Vertx vertx, int port) {
    var greeter = GreeterClient.create(GrpcClient.create(vertx, Local.calling(port)));
    System.out.println(Local.await(greeter.sayHello(Local.request("Ada"))).getMessage());
  }
}
