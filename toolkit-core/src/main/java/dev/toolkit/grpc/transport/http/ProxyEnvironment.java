package dev.toolkit.grpc.transport.http;

import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxy of the environment: {@code HTTPS_PROXY=http://user:password@host:port} and {@code
 * NO_PROXY}. See gRFC A1.
 */
record ProxyEnvironment(Map<String, String> variables) {

  private static final String PROXY = "HTTPS_PROXY";
  private static final int DEFAULT_PORT = 80;
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.0/8", "::1");

  /** Sets proxy and exceptions, if there is a proxy. */
  void apply(HttpProxyOptions options) {
    String proxy = variable(PROXY);
    if (!proxy.isEmpty()) {
      options.setServer(proxy(proxy)).setExceptions(exceptions(variable("NO_PROXY")));
    }
  }

  private String variable(String name) {
    String value = variables.getOrDefault(name, "");
    return (value.isEmpty() ? variables.getOrDefault(name.toLowerCase(Locale.ROOT), "") : value)
        .strip();
  }

  /** The value is not part of a message: there may be a password in it. */
  private static ProxyOptions proxy(String text) {
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PROXY + " is no URI");
    }
    if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException(
          PROXY
              + " has scheme "
              + uri.getScheme()
              + " and host "
              + uri.getHost()
              + ", expected http://[user:password@]host:port");
    }
    var proxy =
        new ProxyOptions()
            .setHost(uri.getHost())
            .setPort(uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    return uri.getUserInfo() == null ? proxy : withUser(proxy, uri.getUserInfo());
  }

  private static ProxyOptions withUser(ProxyOptions proxy, String user) {
    int colon = user.indexOf(':');
    return proxy
        .setUsername(colon < 0 ? user : user.substring(0, colon))
        .setPassword(colon < 0 ? "" : user.substring(colon + 1));
  }

  private static List<String> exceptions(String text) {
    var hosts = new ArrayList<>(LOOPBACK);
    Arrays.stream(text.split(",")).map(String::strip).filter(h -> !h.isEmpty()).forEach(hosts::add);
    return hosts;
  }
}
