package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.client.ClientCall;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The two ways to make a call; see docs/client.md. */
public final class ClientExample {

  private ClientExample() {}

  /** Prints what both say. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    int port = Local.serve(vertx, new Greeter()).actualPort();

    var options =
        new GrpcClientOptions().setTarget("localhost:" + port).setTimeout(Duration.ofSeconds(2));
    options.getHttp().setPlaintext(true);
    GrpcClient client = GrpcClient.create(vertx, options);

    var greeter = GreeterClient.create(client);
    var patient =
        greeter.withOptions(
            client.callOptions().withTimeout(Duration.ofSeconds(30)).withCompression("gzip"));
    System.out.println(Local.await(patient.sayHello(Local.request("Ada"))).getMessage());

    ClientCall<HelloRequest, HelloReply> call = client.call(GreeterGrpc.SAY_HELLO);
    call.requests().end(Local.request("Grace"));
    System.out.println(Local.await(call.response()).getMessage());
    System.out.println(Local.await(call.status()));

    Local.await(client.awaitReady(Duration.ofSeconds(5)));
    System.out.println(client.state());

    Local.await(client.shutdown(Duration.ofSeconds(5)));
    Local.await(vertx.close());
  }
}
