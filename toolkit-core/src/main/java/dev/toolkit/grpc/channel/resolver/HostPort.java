package dev.toolkit.grpc.channel.resolver;

import io.netty.util.NetUtil;
import java.util.regex.Pattern;

/**
 * A host and a port, as targets and authorities write them: {@code host:port}, {@code
 * 10.0.0.1:port}, {@code [2001:db8::1]:port}.
 *
 * @param host a name or an address, without brackets
 * @param port from 1 to 65535
 */
record HostPort(String host, int port) {

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]+");

  /** Reads a text that has to say the port. */
  static HostPort parse(String text) {
    return parse(text, -1);
  }

  /**
   * Reads a text.
   *
   * @param defaultPort the port of a text without one; -1 if there has to be one
   * @throws IllegalArgumentException with what is wrong
   */
  static HostPort parse(String text, int defaultPort) {
    if (NetUtil.isValidIpV6Address(text) && !text.startsWith("[")) {
      return of(text, text, defaultPort);
    }
    int colon = text.lastIndexOf(':');
    if (colon < text.lastIndexOf(']')) {
      colon = -1;
    }
    String host = unbracketed(text, colon < 0 ? text : text.substring(0, colon));
    return of(text, host, colon < 0 ? defaultPort : port(text, text.substring(colon + 1)));
  }

  /** Whether the host is an address, which needs no look-up. */
  boolean isLiteral() {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  private static String unbracketed(String text, String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      String address = host.substring(1, host.length() - 1);
      if (!NetUtil.isValidIpV6Address(address)) {
        throw wrong(text, "an IPv6 address in the brackets");
      }
      return address;
    }
    if (host.indexOf(':') >= 0) {
      throw wrong(text, "one colon, or an IPv6 address in brackets");
    }
    return host.isEmpty() ? "localhost" : host;
  }

  private static HostPort of(String text, String host, int port) {
    if (text.isEmpty()) {
      throw wrong(text, "host:port");
    }
    if (host.indexOf(':') < 0 && !NAME.matcher(host).matches()) {
      throw wrong(text, "a host of letters, digits, dots and hyphens");
    }
    if (port < 0) {
      throw wrong(text, "host:port, but there is no port");
    }
    return new HostPort(host, port);
  }

  private static int port(String text, String port) {
    if (port.isEmpty()) {
      throw wrong(text, "a port after the colon");
    }
    boolean digits = port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = digits ? Integer.parseInt(port) : 0;
    if (number < 1 || number > 0xffff) {
      throw wrong(text, "a port from 1 to 65535");
    }
    return number;
  }

  private static IllegalArgumentException wrong(String text, String expected) {
    return new IllegalArgumentException("address is \"" + text + "\", expected " + expected);
  }

  /** The text that means it, with the port, as an authority has it. */
  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
