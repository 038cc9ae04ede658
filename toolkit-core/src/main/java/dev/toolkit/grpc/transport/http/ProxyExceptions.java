package dev.toolkit.grpc.transport.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The hosts that are reached without a proxy, as NO_PROXY names them. */
final class ProxyExceptions {

  private ProxyExceptions() {}

  /** These exceptions, if each is well-formed. */
  static List<String> checked(List<String> exceptions) {
    for (String exception : exceptions) {
      if (exception.isBlank()) {
        throw new IllegalArgumentException("proxy exceptions have an empty host");
      }
      if (exception.indexOf('/') >= 0) {
        subnet(exception);
      }
    }
    return List.copyOf(exceptions);
  }

  /** Whether one of them means a host. */
  static boolean match(List<String> exceptions, String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return exceptions.stream().anyMatch(exception -> means(exception, name));
  }

  private static boolean means(String exception, String host) {
    if (exception.equals("*")) {
      return true;
    }
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      return meansAddress(exception, new InetSocketAddress(host, 0));
    }
    String name = exception.toLowerCase(Locale.ROOT);
    return name.startsWith(".")
        ? host.endsWith(name)
        : host.equals(name) || host.endsWith("." + name);
  }

  private static boolean meansAddress(String exception, InetSocketAddress address) {
    if (exception.indexOf('/') >= 0) {
      return subnet(exception).matches(address);
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(exception);
    return bytes != null && Arrays.equals(bytes, address.getAddress().getAddress());
  }

  private static IpSubnetFilterRule subnet(String text) {
    int slash = text.indexOf('/');
    try {
      return new IpSubnetFilterRule(
          text.substring(0, slash),
          Integer.parseInt(text.substring(slash + 1)),
          IpFilterRuleType.REJECT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "proxy exceptions have " + text + ", expected a subnet such as 10.0.0.0/8", e);
    }
  }
}
