package dev.toolkit.grpc.channel.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.ResolverRegistry;
import dev.toolkit.grpc.channel.Target;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemes that look nothing up, and what of {@code dns} needs no look-up. */
class FixedSchemesTest {

  private static final Vertx VERTX = Vertx.vertx();

  private static final List<ResolverProvider> PROVIDERS =
      List.of(
          new DnsResolverProvider(),
          new PassthroughResolverProvider(),
          new StaticResolverProvider(),
          IpResolverProvider.v4(),
          IpResolverProvider.v6(),
          UnixResolverProvider.ofPaths(),
          UnixResolverProvider.ofAbstractNames());

  private static final ResolverRegistry REGISTRY = ResolverRegistry.of(PROVIDERS);

  private final FakeTimers timers = new FakeTimers();
  private final Listened listener = new Listened();

  @AfterAll
  static void close() {
    VERTX.close();
  }

  private Target resolve(String text) {
    Target target = REGISTRY.parse(text);
    var context = new ResolverContext(VERTX, timers, timers::nanoTime, new Random(1));
    var resolver = REGISTRY.byScheme(target.scheme()).create(target, context);
    resolver.start(listener);
    resolver.resolveNow();
    resolver.close();
    return target;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dns:///10.0.0.1:80 | 10.0.0.1:80",
        "10.0.0.1:80 | 10.0.0.1:80",
        "10.0.0.1 | 10.0.0.1:443",
        "dns:///[2001:db8::1]:80 | 2001:db8::1:80",
        "dns:///[2001:DB8:0::1] | 2001:db8::1:443",
        "2001:db8::1 | 2001:db8::1:443",
        "dns://10.0.0.53/10.0.0.1:80 | 10.0.0.1:80",
        "passthrough:///orders:80 | orders:80",
        "passthrough:orders:80 | orders:80",
        "passthrough:///[::1]:80 | ::1:80",
        "passthrough:///:80 | localhost:80",
        "static:///10.0.0.1:1,10.0.0.2:2 | 10.0.0.1:1, 10.0.0.2:2",
        "static:orders:1,[::1]:2 | orders:1, ::1:2",
        "static:orders:1,orders:1 | orders:1",
        "ipv4:10.0.0.1:1,10.0.0.2 | 10.0.0.1:1, 10.0.0.2:443",
        "ipv4:///10.0.0.1:1 | 10.0.0.1:1",
        "ipv6:[::1]:1,2001:db8::1,[::2] | ::1:1, 2001:db8::1:443, ::2:443",
        "unix:a/b.sock | a/b.sock",
        "unix:///a/b.sock | /a/b.sock",
        "unix:/a/b.sock | /a/b.sock",
      })
  void theTargetSaysTheEndpoints(String text, String addresses) {
    resolve(text);

    assertEquals(List.of("resolved [" + addresses + "]"), listener.lines);
    assertEquals(0, timers.pending());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders | orders",
        "dns:///orders.internal:50051 | orders.internal:50051",
        "dns://8.8.8.8/orders:1 | orders:1",
        "dns:///:80 | localhost:80",
        "dns:///[::1]:80 | [::1]:80",
        "passthrough:///orders:80 | orders:80",
        "static:///10.0.0.1:1,10.0.0.2:2 | 10.0.0.1:1",
        "ipv4:10.0.0.1 | 10.0.0.1:443",
        "ipv6:::1 | [::1]:443",
        "unix:a | localhost",
        "unix:///a | localhost",
        "unix-abstract:a | localhost",
      })
  void theTargetSaysTheAuthority(String text, String authority) {
    Target target = REGISTRY.parse(text);

    assertEquals(authority, REGISTRY.byScheme(target.scheme()).authority(target));
  }

  @Test
  void eachEndpointOfAListHasItsOwnAuthority() {
    resolve("static:///orders:1,[::1]:2");

    assertEquals(
        List.of("orders:1", "[::1]:2"),
        listener.last().endpoints().stream()
            .map(endpoint -> endpoint.attributes().get(Endpoint.AUTHORITY))
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders: | address is \"orders:\", expected a port after the colon",
        "dns:///[::1]: | expected a port after the colon",
        "orders:http | expected a port from 1 to 65535",
        "orders:0 | expected a port from 1 to 65535",
        "orders:65536 | expected a port from 1 to 65535",
        "orders:-1 | expected a port from 1 to 65535",
        "dns:///a:b:1 | expected one colon, or an IPv6 address in brackets",
        "[orders]:1 | expected an IPv6 address in the brackets",
        "[::1 | expected one colon, or an IPv6 address in brackets",
        "dns:///a b:1 | expected a host of letters, digits, dots and hyphens",
        "host/path:1 | expected a host of letters, digits, dots and hyphens",
        "dns:///host?x=y | expected a host of letters, digits, dots and hyphens",
        "dns://ns.internal/orders | DNS server is \"ns.internal\", expected an address",
        "dns://1.2.3.4:x/orders | expected a port from 1 to 65535",
        "passthrough:///orders | expected host:port, but there is no port",
        "passthrough://a/orders:1 | authority is \"a\", but passthrough has none",
        "static:///orders | expected host:port, but there is no port",
        "static:///a:1,,b:2 | address is \"\", expected host:port",
        "static:///a:1, | address is \"\", expected host:port",
        "static:9000 | expected host:port, but there is no port",
        "static://x/a:1 | authority is \"x\", but static has none",
        "ipv4:orders:1 | address is \"orders:1\", expected an address of ipv4",
        "ipv4:[::1]:1 | expected an address of ipv4",
        "ipv6:10.0.0.1:1 | expected an address of ipv6",
        "ipv4://10.0.0.1/10.0.0.2 | authority is \"10.0.0.1\", but ipv4 has none",
        "unix://a/b | authority is \"a\", but unix has none; expected unix:///b",
      })
  void aWrongTargetIsRefusedWithWhatIsExpected(String text, String expected) {
    var failure = assertThrows(IllegalArgumentException.class, () -> REGISTRY.parse(text));

    assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    assertTrue(failure.getMessage().startsWith("target "), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:", "unix-abstract:"})
  void aPathThatDoesNotFitIsRefused(String scheme) {
    REGISTRY.parse(scheme + "a".repeat(107));

    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> REGISTRY.parse(scheme + "a".repeat(108)));

    assertTrue(failure.getMessage().endsWith("path is 108 bytes, limit is 107"));
  }

  @Test
  void anAbstractSocketWithoutNativeTransportIsRefusedAtOnce() {
    var failure = assertThrows(IllegalStateException.class, () -> resolve("unix-abstract:a"));

    assertTrue(failure.getMessage().contains("netty-transport-native-epoll"));
  }

  @Test
  void aNameThatIsLeftToTheProxyIsNotLookedUp() {
    var provider = new DnsResolverProvider(new DnsOptions(), "orders.example"::equals);
    Target target = ResolverRegistry.of(List.of(provider)).parse("orders.example");

    provider
        .create(target, new ResolverContext(VERTX, timers, timers::nanoTime, new Random(1)))
        .start(listener);

    assertEquals(List.of("resolved [orders.example:443]"), listener.lines);
  }

  @Test
  void aManualResolverSaysWhatItIsTold() {
    var manual = new ManualResolverProvider("manual");
    Target target = ResolverRegistry.of(List.of(manual)).parse("manual:///orders");
    var context = new ResolverContext(VERTX, timers, timers::nanoTime, new Random(1));
    var early = manual.create(target, context);
    early.start(listener);
    manual.failed(Status.of(Code.UNAVAILABLE, "not yet"));
    resolve("static:a:1");
    manual.resolved(listener.last());

    assertEquals("orders", manual.authority(target));
    assertEquals(Status.OK, manual.lastAnswer());
    var late = new Listened();
    manual.create(target, context).start(late);
    assertEquals(List.of("resolved [a:1]"), late.lines);
    assertEquals(
        List.of("failed UNAVAILABLE: not yet", "resolved [a:1]", "resolved [a:1]"), listener.lines);
    early.resolveNow();
    early.close();
    manual.failed(Status.of(Code.UNAVAILABLE, "no more"));
    assertEquals(3, listener.lines.size());
    assertEquals(1, manual.resolveNowCalls());
    assertEquals(1, manual.openResolvers());
  }
}
