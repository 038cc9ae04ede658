package dev.toolkit.grpc.channel.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.Resolution;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsLookupTest {

  private static final String CONFIG = "grpc_config=[{\"serviceConfig\":{\"a\":1}}]";

  private final Queries queries = new Queries();
  private final DnsLookup lookup =
      new DnsLookup(HostPort.parse("orders:80"), queries, new ServiceConfigChoices("h", () -> 0));

  @Test
  void everyAddressIsAnEndpointOfItsOwn() {
    queries.addresses = found("10.0.0.1", "10.0.0.2", "2001:db8::1");

    Resolution resolution = lookup.resolve().result();

    assertEquals(
        List.of("10.0.0.1:80", "10.0.0.2:80", "2001:db8::1:80"), Listened.addresses(resolution));
    assertNull(resolution.serviceConfig());
    assertEquals(List.of("hosts orders", "A orders", "TXT _grpc_config.orders"), queries.asked);
  }

  @Test
  void anAddressThatComesTwiceIsOneEndpoint() {
    queries.addresses = found("10.0.0.1", "10.0.0.1");

    assertEquals(List.of("10.0.0.1:80"), Listened.addresses(lookup.resolve().result()));
  }

  @Test
  void aNameOfTheHostsFileIsAskedOfNoServer() {
    queries.hosts = found("10.0.0.9", "::9");

    assertEquals(List.of("10.0.0.9:80", "::9:80"), Listened.addresses(lookup.resolve().result()));
    assertEquals(List.of("hosts orders"), queries.asked);
  }

  @Test
  void theServiceConfigOfTheTextIsGiven() {
    queries.addresses = found("10.0.0.1");
    queries.texts = Future.succeededFuture(List.of(CONFIG));

    assertEquals("{\"a\":1}", lookup.resolve().result().serviceConfig());
  }

  @Test
  void aTextThatFailsOrIsMalformedLeavesTheLastServiceConfig() {
    queries.addresses = found("10.0.0.1");
    queries.texts = Future.succeededFuture(List.of(CONFIG));
    lookup.resolve();

    queries.texts = Future.failedFuture("servfail");
    assertEquals("{\"a\":1}", lookup.resolve().result().serviceConfig());
    queries.texts = Future.succeededFuture(List.of("grpc_config={"));
    assertEquals("{\"a\":1}", lookup.resolve().result().serviceConfig());
  }

  @Test
  void aTextThatIsGoneTakesTheServiceConfigAway() {
    queries.addresses = found("10.0.0.1");
    queries.texts = Future.succeededFuture(List.of(CONFIG));
    lookup.resolve();

    queries.texts = Future.succeededFuture(List.of());

    assertNull(lookup.resolve().result().serviceConfig());
  }

  @Test
  void theAddressesWaitForTheText() {
    Promise<List<String>> texts = Promise.promise();
    queries.addresses = found("10.0.0.1");
    queries.texts = texts.future();
    Future<Resolution> resolved = lookup.resolve();
    assertFalse(resolved.isComplete());

    texts.complete(List.of(CONFIG));

    assertEquals("{\"a\":1}", resolved.result().serviceConfig());
  }

  @Test
  void noTextIsAskedForIfThatIsSwitchedOff() {
    queries.addresses = found("10.0.0.1");
    var without = new DnsLookup(HostPort.parse("orders:80"), queries, null);

    assertTrue(without.resolve().succeeded());
    assertEquals(List.of("hosts orders", "A orders"), queries.asked);
  }

  @Test
  void aFailureNamesTheHostAndTheReason() {
    queries.addresses = Future.failedFuture(new UnknownHostException("NXDOMAIN (3)"));

    Status status = Status.of(lookup.resolve().cause());

    assertEquals(Code.UNAVAILABLE, status.code());
    assertEquals("dns name orders could not be resolved: NXDOMAIN (3)", status.message());
  }

  @Test
  void aHostsFileThatCantBeReadIsAFailure() {
    queries.hosts = Future.failedFuture("hosts file x is not there");

    assertEquals(
        "dns name orders could not be resolved: hosts file x is not there",
        Status.of(lookup.resolve().cause()).message());
  }

  @Test
  void noAddressesAreAFailure() {
    queries.addresses = found();

    assertEquals(
        "dns name orders could not be resolved: it has neither A nor AAAA records",
        Status.of(lookup.resolve().cause()).message());
  }

  @Test
  void closingGivesUpTheQueries() {
    lookup.close();

    assertEquals(List.of("close"), queries.asked);
  }

  private static Future<List<InetAddress>> found(String... addresses) {
    return Future.succeededFuture(
        Arrays.stream(addresses).map(NetUtil::createInetAddressFromIpAddressString).toList());
  }

  private static final class Queries implements DnsQueries {

    private final List<String> asked = new ArrayList<>();
    private Future<List<InetAddress>> hosts = found();
    private Future<List<InetAddress>> addresses = found();
    private Future<List<String>> texts = Future.succeededFuture(List.of());

    @Override
    public Future<List<InetAddress>> hosts(String name) {
      asked.add("hosts " + name);
      return hosts;
    }

    @Override
    public Future<List<InetAddress>> addresses(String name) {
      asked.add("A " + name);
      return addresses;
    }

    @Override
    public Future<List<String>> texts(String name) {
      asked.add("TXT " + name);
      return texts;
    }

    @Override
    public void close() {
      asked.add("close");
    }
  }
}
