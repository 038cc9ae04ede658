package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Endpoint;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Set;

/** What makes two endpoints the same server: the same addresses, in whatever order. */
final class EndpointKeys {

  private EndpointKeys() {}

  /** The addresses of an endpoint, as a key. */
  static Set<SocketAddress> of(Endpoint endpoint) {
    List<SocketAddress> addresses = endpoint.addresses();
    return addresses.size() == 1 ? Set.of(addresses.get(0)) : Set.copyOf(addresses);
  }
}
