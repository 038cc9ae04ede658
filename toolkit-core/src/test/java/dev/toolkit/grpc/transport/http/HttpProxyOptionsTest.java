package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ProxyOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProxyOptionsTest {

  private static HttpProxyOptions environment(Map<String, String> variables) {
    var options = new HttpProxyOptions();
    new ProxyEnvironment(variables).apply(options);
    return options;
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, false",
    "example.com, EXAMPLE.com, false",
    "example.com, a.example.com, false",
    "example.com, badexample.com, true",
    ".example.com, example.com, true",
    ".example.com, a.example.com, false",
    "*, anything, false",
    "*, 10.0.0.1, false",
    "10.0.0.1, 10.0.0.1, false",
    "10.0.0.1, 10.0.0.11, true",
    "10.0.0.0/8, 10.9.9.9, false",
    "10.0.0.0/8, 11.0.0.1, true",
    "10.0.0.0/8, ten.example, true",
    "fd00::/8, fd00::1, false",
    "::1, 0:0:0:0:0:0:0:1, false",
    "example.com, 10.0.0.1, true",
  })
  void anExceptionMeansHosts(String exception, String host, boolean proxied) {
    var options =
        new HttpProxyOptions()
            .setServer(new ProxyOptions().setHost("proxy"))
            .setExceptions(List.of("other.example", exception));

    assertEquals(proxied, options.isProxied(host));
  }

  @Test
  void withoutAProxyNothingIsProxied() {
    assertFalse(new HttpProxyOptions().isProxied("example.com"));
    assertNull(environment(Map.of("NO_PROXY", "*")).getServer());
    assertFalse(new HttpClientTransportOptions().getProxy().isProxied("example.com"));
  }

  @Test
  void theEnvironmentSaysProxyUserAndExceptions() {
    var options =
        environment(
            Map.of(
                "HTTPS_PROXY", "http://me:se:cret@proxy.example:3128",
                "no_proxy", "internal.example, 10.0.0.0/8,"));

    ProxyOptions server = options.getServer();
    assertEquals("proxy.example", server.getHost());
    assertEquals(3128, server.getPort());
    assertEquals("me", server.getUsername());
    assertEquals("se:cret", server.getPassword());
    assertTrue(options.isProxied("example.com"));
    assertFalse(options.isProxied("a.internal.example"));
    assertFalse(options.isProxied("10.1.1.1"));
    assertFalse(options.isProxied("localhost"));
    assertFalse(options.isProxied("127.0.0.2"));
  }

  @Test
  void theEnvironmentMayBeInLowerCaseAndWithoutAScheme() {
    ProxyOptions server = environment(Map.of("https_proxy", "proxy.example")).getServer();

    assertEquals("proxy.example", server.getHost());
    assertEquals(80, server.getPort());
    assertNull(server.getUsername());
  }

  @Test
  void aMalformedEnvironmentIsRefusedWithoutItsPassword() {
    var scheme =
        assertThrows(
            IllegalArgumentException.class,
            () -> environment(Map.of("HTTPS_PROXY", "ftp://me:secret@proxy:1")));
    var uri =
        assertThrows(
            IllegalArgumentException.class,
            () -> environment(Map.of("HTTPS_PROXY", "http://me:secret@ proxy")));

    assertTrue(scheme.getMessage().startsWith("HTTPS_PROXY has scheme ftp and host proxy"));
    assertEquals("HTTPS_PROXY is no URI", uri.getMessage());
  }

  @Test
  void aMalformedExceptionIsRefused() {
    var subnet =
        assertThrows(
            IllegalArgumentException.class,
            () -> new HttpProxyOptions().setExceptions(List.of("10.0.0.0/x")));

    assertEquals(
        "proxy exceptions have 10.0.0.0/x, expected a subnet such as 10.0.0.0/8",
        subnet.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new HttpProxyOptions().setExceptions(List.of(" ")));
  }

  @Test
  void theOptionsSurviveJson() {
    var options =
        new HttpClientTransportOptions()
            .setProxy(
                new HttpProxyOptions()
                    .setServer(new ProxyOptions().setHost("proxy").setPort(1).setUsername("me"))
                    .setExceptions(List.of("a.example")));

    JsonObject json = new HttpClientTransportOptions(options).toJson();

    assertEquals(json, new HttpClientTransportOptions(json).toJson());
    assertEquals("me", json.getJsonObject("proxy").getJsonObject("server").getString("username"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HttpProxyOptions(new JsonObject().put("host", "proxy")));
  }
}
