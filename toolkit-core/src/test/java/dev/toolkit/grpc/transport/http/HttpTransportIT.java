package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Ends;
import dev.toolkit.grpc.transport.TransportContractTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/** The transport contract over HTTP/2 in plaintext. */
class HttpTransportIT extends TransportContractTest {

  @Override
  protected Ends open(Vertx vertx) {
    var server =
        new HttpServerTransport(
            vertx,
            "127.0.0.1",
            0,
            new HttpServerTransportOptions().setPlaintext(true).setKeepalive(manyPings()),
            Codecs.defaults(),
            Compressors.defaults());
    var client =
        new HttpClientTransport(
            vertx,
            new HttpClientTransportOptions().setPlaintext(true).setProtocol(protocol()),
            Codecs.defaults(),
            Compressors.defaults());
    return new Ends(client, server, () -> request(server.actualPort()));
  }

  /** The protocol of the client. */
  String protocol() {
    return "grpc";
  }

  /** Tests of the contract ping to see that the server has heard what came before. */
  private static ServerKeepaliveOptions manyPings() {
    return new ServerKeepaliveOptions().setMaxPingStrikes(1000);
  }

  private static ConnectRequest request(int port) {
    return new ConnectRequest(
        SocketAddress.inetSocketAddress(port, "127.0.0.1"),
        "localhost:" + port,
        Duration.ofSeconds(5));
  }
}
