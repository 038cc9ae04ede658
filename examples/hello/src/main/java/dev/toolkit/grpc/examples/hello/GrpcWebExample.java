package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.core.Vertx;
import java.util.List;

/** gRPC-Web on a server, and from a client that is no browser; see docs/grpc-web.md. */
public final class GrpcWebExample {

  private GrpcWebExample() {}

  /** Prints the answer. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    var serving = new GrpcServerOptions().setHost("localhost").setPort(0);
    serving.getHttp().setPlaintext(true).setCorsOrigins(List.of("https://app.example.com"));
    GrpcServer server = GrpcServer.create(vertx, serving).add(new Greeter().bind());
    Local.await(server.start());

    var calling = new GrpcClientOptions().setTarget("localhost:" + server.actualPort());
    calling.getHttp().setPlaintext(true).setProtocol("grpc-web").setHttp1(true);
    calling.setMaxConnections(4); // one call at a time on each
    var greeter = GreeterClient.create(GrpcClient.create(vertx, calling));

    System.out.println(Local.await(greeter.sayHello(Local.request("Ada"))).getMessage());
    Local.await(vertx.close());
  }
}
