package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Endpoint;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Set;

/** What tells endpoints apart: two with the same addresses, in whatever order, are one server. */
final class EndpointKeys {

  private EndpointKeys() {}

  /** The addresses of an endpoint, as a key. */
  static Set<SocketAddress> of(Endpoint endpoint) {
    List<SocketAddress> addresses = endpoint.addresses();
    return addresses.size() == 1 ? Set.of(addresses.get(0)) : Set.copyOf(addresses);
  }

  /**
   * The first address as a text that is hashed: {@code 10.0.0.1:80}, {@code [::1]:80} or a path, as
   * other implementations of gRPC write it, so that all of them choose the same servers.
   */
  static String text(Endpoint endpoint) {
    SocketAddress address = endpoint.addresses().get(0);
    if (address.isDomainSocket()) {
      return address.path();
    }
    String host = address.host();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.port();
  }
}
