package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;

/** A server with a certificate, and a client that trusts it; see docs/tls.md. */
public final class TlsExample {

  private TlsExample() {}

  /** Prints the answer; takes the PEM files of a certificate for localhost and its key. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    String certificate = args[0];
    String key = args[1];

    var serving = new GrpcServerOptions().setHost("localhost").setPort(0);
    var identity = new PemKeyCertOptions().setCertPath(certificate).setKeyPath(key);
    serving.getHttp().setSsl(new ServerSSLOptions().setKeyCertOptions(identity));
    GrpcServer server = GrpcServer.create(vertx, serving).add(new Greeter().bind());
    Local.await(server.start());

    var calling = new GrpcClientOptions().setTarget("localhost:" + server.actualPort());
    var trusted = new PemTrustOptions().addCertPath(certificate);
    calling.getHttp().setSsl(new ClientSSLOptions().setTrustOptions(trusted));
    var greeter = GreeterClient.create(GrpcClient.create(vertx, calling));

    System.out.println(Local.await(greeter.sayHello(Local.request("Ada"))).getMessage());
    Local.await(
        server.updateSsl(new ServerSSLOptions().setKeyCertOptions(identity))); // after a renewal
    Local.await(vertx.close());
  }
}
