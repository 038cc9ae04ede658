package dev.toolkit.grpc.client;

import io.vertx.core.net.SocketAddress;

/**
 * What a client calls.
 *
 * @param address where to connect to
 * @param authority the authority of the calls
 */
record Target(SocketAddress address, String authority) {

  private static final String UNIX = "unix:";

  /**
   * The target that a text means.
   *
   * @throws IllegalArgumentException if it is not of a form that {@link
   *     GrpcClientOptions#setTarget} names
   */
  static Target parse(String text) {
    if (text.startsWith(UNIX)) {
      return unix(text);
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (colon < 0 || host.isEmpty() || host.indexOf(':') >= 0 && !bracketed) {
      throw wrong(text);
    }
    String name = bracketed ? host.substring(1, host.length() - 1) : host;
    return new Target(SocketAddress.inetSocketAddress(port(text, colon), name), text);
  }

  private static Target unix(String text) {
    String path = text.substring(UNIX.length());
    if (path.startsWith("//")) {
      path = path.substring(2);
    }
    if (path.isEmpty()) {
      throw wrong(text);
    }
    return new Target(SocketAddress.domainSocketAddress(path), "localhost");
  }

  private static int port(String text, int colon) {
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port > 0 && port <= 0xffff) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(text);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "target is \"" + text + "\", expected host:port, [IPv6 address]:port or unix:path");
  }
}
