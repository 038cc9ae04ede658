package dev.toolkit.grpc.channel.resolver;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Makes the addresses of endpoints. The same address is always made in the same form, and without
 * the name that it was found by, because channels compare them by their text.
 */
final class Addresses {

  private Addresses() {}

  /** The address of a host: a literal is one, a name is looked up when it is connected to. */
  static SocketAddress of(HostPort host) {
    if (!host.isLiteral()) {
      return SocketAddress.inetSocketAddress(host.port(), host.host());
    }
    try {
      return of(InetAddress.getByName(host.host()), host.port());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("address " + host + " is unknown: " + e.getMessage(), e);
    }
  }

  /** A port of an address that was found. */
  static SocketAddress of(InetAddress address, int port) {
    if (address instanceof Inet6Address six && six.getScopeId() != 0) {
      return SocketAddress.inetSocketAddress(new InetSocketAddress(nameless(six), port));
    }
    return SocketAddress.inetSocketAddress(port, NetUtil.toAddressString(address));
  }

  private static InetAddress nameless(Inet6Address address) {
    try {
      return Inet6Address.getByAddress(null, address.getAddress(), address.getScopeId());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("address " + address + " has a wrong length", e);
    }
  }
}
