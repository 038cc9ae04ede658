package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallCredentials;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.concurrent.TimeUnit;

/** A client that sends a token with each call; see docs/credentials.md. */
public final class CredentialsExample {

  private CredentialsExample() {}

  /** Prints the answers; takes the PEM files of a certificate for localhost and its key. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    var serving = new GrpcServerOptions().setHost("localhost").setPort(0);
    var identity = new PemKeyCertOptions().setCertPath(args[0]).setKeyPath(args[1]);
    serving.getHttp().setSsl(new ServerSSLOptions().setKeyCertOptions(identity));
    GrpcServer server = GrpcServer.create(vertx, serving).add(new Guarded().bind());
    Local.await(server.start());
    var options = new GrpcClientOptions().setTarget("localhost:" + server.actualPort());
    options
        .getHttp()
        .setSsl(new ClientSSLOptions().setTrustOptions(new PemTrustOptions().addCertPath(args[0])));

    CallCredentials token = CallCredentials.bearer(() -> fetchToken(vertx));
    GrpcClient client = GrpcClient.builder(vertx).options(options).credentials(token).build();
    var greeter = GreeterClient.create(client);
    System.out.println(Local.await(greeter.sayHello(Local.request("Ada"))).getMessage());

    CallCredentials broken = request -> Future.failedFuture("the key is lost");
    var nobody = greeter.withOptions(client.callOptions().withCredentials(broken));
    Future<String> refused = nobody.sayHello(Local.request("Eve")).map(HelloReply::getMessage);
    System.out.println(Local.await(refused.otherwise(Throwable::getMessage)));

    Local.await(vertx.close());
  }

  /** Stands for a call of a server that gives out tokens. */
  private static Future<String> fetchToken(Vertx vertx) {
    return vertx.timer(10, TimeUnit.MILLISECONDS).map("secret");
  }

  /** Greets those who have the token. */
  private static final class Guarded implements GreeterService {

    @Override
    public Future<HelloReply> sayHello(HelloRequest request) {
      String sent = ServerCall.current().metadata().get("authorization");
      if (!"Bearer secret".equals(sent)) {
        return Future.failedFuture(Status.of(Code.UNAUTHENTICATED, "no token").asException());
      }
      return Future.succeededFuture(
          HelloReply.newBuilder().setMessage("Hello, " + request.getName() + "!").build());
    }
  }
}
