package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.transport.inprocess.InProcess;
import io.vertx.core.Vertx;
import java.util.List;

/** A client and a server without a socket; see docs/in-process-testing.md. */
public final class InProcessExample {

  private InProcessExample() {}

  /** Prints the answer. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    InProcess joined = InProcess.create(vertx);
    GrpcServer server =
        GrpcServer.builder(vertx)
            .transports(List.of(joined.serverTransport()))
            .build()
            .add(new Greeter().bind());
    Local.await(server.start());

    GrpcClient client = GrpcClient.builder(vertx).transport(joined.transport()).build();
    var greeter = GreeterClient.create(client);
    System.out.println(Local.await(greeter.sayHello(Local.request("Ada"))).getMessage());
    Local.await(vertx.close());
  }
}
