package dev.toolkit.grpc.transport.inprocess;

import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Ends;
import dev.toolkit.grpc.transport.TransportContractTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

class InProcessTransportTest extends TransportContractTest {

  @Override
  protected Ends open(Vertx vertx) {
    var both = InProcess.create(vertx);
    var address = SocketAddress.domainSocketAddress("in-process");
    var request = new ConnectRequest(address, "in-process", Duration.ofSeconds(5));
    return new Ends(both.transport(), both.serverTransport(), () -> request);
  }
}
