package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.ConnectivityState.CONNECTING;
import static dev.toolkit.grpc.channel.ConnectivityState.IDLE;
import static dev.toolkit.grpc.channel.ConnectivityState.READY;
import static dev.toolkit.grpc.channel.ConnectivityState.TRANSIENT_FAILURE;
import static dev.toolkit.grpc.channel.FakeEndpoints.address;
import static dev.toolkit.grpc.channel.FakeEndpoints.endpoint;
import static dev.toolkit.grpc.channel.FakeEndpoints.endpoints;
import static dev.toolkit.grpc.channel.FakeEndpoints.first;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakePickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RingHashTest {

  private static final int KEYS = 20_000;
  private static final RingHashConfig CONFIG = new RingHashConfig(1024, 4096, "user");

  private final FakeHelper helper = new FakeHelper();
  private final RingHashBalancer balancer = new RingHashBalancer(helper);

  @Test
  void nothingConnectsBeforeTheFirstCall() {
    balancer.accept(update(first(3), CONFIG));
    balancer.exitIdle();

    assertEquals(IDLE, helper.state());
    assertEquals(List.of(), helper.subchannels());
  }

  @Test
  void callsWithTheSameHashGoToTheSameServer() {
    ready(first(10));

    for (int user = 0; user < 100; user++) {
      SocketAddress server = serverOf("user-" + user);
      for (int i = 0; i < 5; i++) {
        assertEquals(server, serverOf("user-" + user));
      }
    }
  }

  @Test
  void aCallConnectsOnlyItsOwnServer() {
    balancer.accept(update(first(5), CONFIG));

    assertEquals(PickResult.QUEUE, helper.pick(user("a")));
    assertEquals(1, helper.subchannels().size());
    assertEquals(CONNECTING, helper.state());
    assertEquals(PickResult.QUEUE, helper.pick(user("a")));
    assertEquals(1, helper.subchannels().size());

    var server = helper.subchannels().get(0).ready();
    assertEquals(READY, helper.state());
    assertEquals(server.address(), serverOf("a"));
  }

  @Test
  void aCallWaitsForItsServerWhileOthersAreReady() {
    balancer.accept(update(first(5), CONFIG));
    helper.pick(user("a"));
    var first = helper.subchannels().get(0).ready();
    String other = keyOfAnotherThan(first.address());

    assertEquals(PickResult.QUEUE, helper.pick(user(other)));
    int said = helper.said().size();
    helper.subchannels().get(1).ready();

    assertTrue(helper.said().size() > said, "those that wait are not picked again");
    assertEquals(helper.subchannels().get(1).address(), serverOf(other));
  }

  @Test
  void aCallPassesByAServerThatFailed() {
    ready(first(5));
    SocketAddress server = serverOf("a");
    helper.to(server).idle();
    helper.pick(user("a"));
    helper.to(server).fail("refused");

    SocketAddress next = serverOf("a");

    assertNotEquals(server, next);
    helper.to(server).idle();
    helper.to(server).connecting();
    assertEquals(next, serverOf("a"));
    helper.to(server).ready();
    assertEquals(server, serverOf("a"));
  }

  @Test
  void aboutOneInNOfTheKeysMovesWhenAServerLeaves() {
    int servers = 16;
    ready(first(servers));
    Map<String, SocketAddress> before = serversOfKeys();

    balancer.accept(update(first(servers - 1), CONFIG));
    connectAll(servers - 1);
    Map<String, SocketAddress> after = serversOfKeys();

    int left = 0;
    int moved = 0;
    for (String key : before.keySet()) {
      if (before.get(key).equals(address(servers - 1))) {
        left++;
      } else if (!before.get(key).equals(after.get(key))) {
        moved++;
      }
    }
    assertEquals(1.0 / servers, (double) left / KEYS, 0.25 / servers);
    assertTrue(moved < 1.2 * KEYS / servers, moved + " keys of servers that stay have moved");
  }

  @Test
  void aLargerRingSpreadsKeysMoreEvenly() {
    double coarse = unevenness(new RingHashConfig(16, 16, "user"));
    double usual = unevenness(CONFIG);
    double fine = unevenness(new RingHashConfig(65_536, 65_536, "user"));

    assertTrue(usual < 0.2, "1024 entries: " + usual);
    assertTrue(fine < 0.06, "65536 entries: " + fine);
    assertTrue(coarse > usual, "16 entries: " + coarse);
  }

  @Test
  void weightsSayHowManyKeysAServerGets() {
    var config = new RingHashConfig(4096, 8192, "user");
    balancer.accept(
        update(
            List.of(endpoint(0).with(Endpoint.WEIGHT, 3), endpoint(1).with(Endpoint.WEIGHT, 1)),
            config));
    connectAll(2);

    long first = serversOfKeys().values().stream().filter(address(0)::equals).count();

    assertEquals(0.75, (double) first / KEYS, 0.03);
  }

  @Test
  void theLightestServerHasAWholeNumberOfEntries() {
    assertEquals(1030, ring(1024, 4096, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).size());
    assertEquals(1024, ring(1024, 4096, 1, 1).size());
    assertEquals(4096, ring(1024, 4096, 1, 100_000).size());
    assertEquals(5, ring(1, 4096, 1, 1, 1, 1, 1).size());
  }

  @Test
  void theHashKeyOfAnEndpointTakesThePlaceOfItsAddress() {
    ready(List.of(endpoint(0).with(Endpoint.HASH_KEY, "x"), endpoint(1)));
    Map<String, SocketAddress> before = serversOfKeys();

    balancer.accept(update(List.of(endpoint(7).with(Endpoint.HASH_KEY, "x"), endpoint(1)), CONFIG));
    connectAll(2);
    Map<String, SocketAddress> after = serversOfKeys();

    before.replaceAll((key, server) -> server.equals(address(0)) ? address(7) : server);
    assertEquals(before, after);
  }

  @Test
  void theOrderOfTheEndpointsDoesNotMatter() {
    ready(endpoints(0, 1, 2, 3));
    Map<String, SocketAddress> before = serversOfKeys();

    balancer.accept(update(endpoints(3, 1, 0, 2), CONFIG));

    assertEquals(before, serversOfKeys());
  }

  @Test
  void aCallWithoutTheHeaderGoesToAReadyServerByChance() {
    ready(first(4));
    var counts = new HashMap<SocketAddress, Integer>();

    for (int i = 0; i < 10_000; i++) {
      counts.merge(helper.picked().address(), 1, Integer::sum);
    }

    assertEquals(4, counts.size());
    counts.values().forEach(count -> assertEquals(2_500, count, 600));
  }

  @Test
  void aCallWithoutTheHeaderConnectsOneServerAtATime() {
    balancer.accept(update(first(5), CONFIG));

    for (int i = 0; i < 20; i++) {
      assertEquals(PickResult.QUEUE, helper.pick());
    }

    assertEquals(1, helper.subchannels().size());
    var ready = helper.subchannels().get(0).ready();
    for (int i = 0; i < 20; i++) {
      assertSame(ready, helper.picked());
    }
    assertEquals(2, helper.subchannels().size());
  }

  @Test
  void severalValuesOfTheHeaderAreJoined() {
    ready(first(20));

    for (int i = 0; i < 50; i++) {
      var several = Metadata.of("user", "a" + i).with("other", "b").with("user", "c");
      assertEquals(
          serverOf("a" + i + ",c"),
          assertInstanceOf(PickResult.To.class, helper.pick(new FakePickArgs(several)))
              .subchannel()
              .address());
    }
  }

  @Test
  void withoutAHeaderTheAttributeOfTheCallCounts() {
    balancer.accept(update(first(10), new RingHashConfig(1024, 4096, "")));
    var attributes = Attributes.of(RingHashProvider.REQUEST_HASH, XxHash64.of("a", 0));
    var args = new FakePickArgs(Metadata.EMPTY, attributes);
    helper.pick(args);
    var server = helper.subchannels().get(0).ready();

    assertSame(server, assertInstanceOf(PickResult.To.class, helper.pick(args)).subchannel());
    assertEquals(Code.UNAVAILABLE, helper.failure().code());
    balancer.accept(update(first(10), CONFIG));
    assertEquals(server.address(), serverOf("a"));
  }

  @Test
  void oneFailureLetsTheNextServerConnect() {
    balancer.accept(update(first(4), CONFIG));
    helper.pick(user("a"));

    helper.subchannels().get(0).fail("refused");
    assertEquals(CONNECTING, helper.state());
    assertEquals(2, helper.subchannels().size());

    helper.subchannels().get(1).fail("refused");
    assertEquals(TRANSIENT_FAILURE, helper.state());
    assertEquals(3, helper.subchannels().size());

    helper.subchannels().get(2).fail("refused");
    helper.subchannels().get(3).fail("refused");
    assertEquals(TRANSIENT_FAILURE, helper.state());
    assertTrue(helper.failure().message().contains("refused"));

    helper.subchannels().get(3).idle();
    helper.subchannels().get(3).connecting();
    assertEquals(TRANSIENT_FAILURE, helper.state());
    helper.subchannels().get(3).ready();
    assertEquals(READY, helper.state());
  }

  @Test
  void theOnlyServerThatFailsIsAFailure() {
    balancer.accept(update(first(1), CONFIG));
    helper.pick(user("a"));

    helper.to(0).fail("refused");

    assertEquals(TRANSIENT_FAILURE, helper.state());
  }

  @Test
  void aLostConnectionIsOpenedByTheNextCall() {
    ready(first(2));
    SocketAddress server = serverOf("a");

    helper.to(server).idle();
    assertEquals(1, helper.to(server).connects());

    assertEquals(PickResult.QUEUE, helper.pick(user("a")));
    assertEquals(2, helper.to(server).connects());
  }

  @Test
  void whenTheOneThatConnectsIsTakenAwayAnotherOneConnects() {
    balancer.accept(update(first(4), CONFIG));
    helper.pick(user("a"));
    helper.subchannels().get(0).fail("refused");
    int gone = helper.subchannels().get(1).address().port() - 1000;

    var rest = new ArrayList<>(first(4));
    rest.remove(gone);
    balancer.accept(update(rest, CONFIG));

    assertEquals(3, helper.subchannels().size());
    assertEquals(1, helper.subchannels().get(2).connects());
  }

  @Test
  void aServerThatIsNotHealthyIsPassedBy() {
    ready(first(3));
    SocketAddress server = serverOf("a");

    helper.to(server).health(Subchannel.State.failure(Status.of(Code.UNAVAILABLE, "draining")));

    assertNotEquals(server, serverOf("a"));
  }

  @Test
  void aPickByHeaderAllocatesNothing() {
    ready(first(10));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var args = user("somebody with quite a long name, longer than a stripe of the hash");
    var picker = helper.picker();
    for (int i = 0; i < 100_000; i++) {
      picker.pick(args);
    }

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      picker.pick(args);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertTrue(allocated < 10_000, allocated + " bytes for 100,000 picks");
  }

  @Test
  void addressesAreWrittenAsOthersDo() {
    assertEquals("10.0.0.1:1000", EndpointKeys.text(endpoint(0)));
    assertEquals(
        "[::1]:80", EndpointKeys.text(Endpoint.of(SocketAddress.inetSocketAddress(80, "::1"))));
    assertEquals(
        "/tmp/x", EndpointKeys.text(Endpoint.of(SocketAddress.domainSocketAddress("/tmp/x"))));
  }

  @Test
  void readsItsConfiguration() {
    assertEquals(new RingHashConfig(1024, 4096, ""), parse("{}"));
    assertEquals(new RingHashConfig(1024, 4096, ""), parse("{'minRingSize': 0}"));
    assertEquals(
        new RingHashConfig(4096, 4096, ""),
        parse("{'maxRingSize': 100000, 'minRingSize': '5000'}"));
    assertEquals(
        new RingHashConfig(1, 2, "x-user"),
        parse("{'minRingSize': 1, 'maxRingSize': 2, 'requestHashHeader': 'X-User'}"));
    var wide = new RingHashProvider(10_000);
    assertEquals(
        new RingHashConfig(1024, 10_000, ""),
        wide.parseConfig(new JsonObject().put("maxRingSize", 20_000), Policies.REGISTRY, "p"));
    assertThrows(IllegalArgumentException.class, () -> new RingHashProvider(0));
  }

  @Test
  void refusesAWrongConfiguration() {
    assertWrong("p.minRingSize is 8388609, must be from 0 to 8388608", "{'minRingSize': 8388609}");
    assertWrong("p.maxRingSize is 8388609, must be from 0 to 8388608", "{'maxRingSize': 8388609}");
    assertWrong("p.minRingSize is 1024, must be at most maxRingSize, 7", "{'maxRingSize': 7}");
    assertWrong(
        "p.requestHashHeader is \"x-bin\", must be a metadata key that does not end in -bin",
        "{'requestHashHeader': 'x-bin'}");
    assertWrong(
        "p.requestHashHeader is \"a b\", must be a metadata key that does not end in -bin",
        "{'requestHashHeader': 'a b'}");
  }

  private void ready(List<Endpoint> endpoints) {
    balancer.accept(update(endpoints, CONFIG));
    connectAll(endpoints.size());
  }

  /** Calls with many keys, until all servers are connected. */
  private void connectAll(int servers) {
    for (int key = 0; balancer.children(READY).size() < servers; key++) {
      assertTrue(key < KEYS, "a server is for no key");
      helper.pick(user("key-" + key));
      helper.open().stream()
          .filter(subchannel -> subchannel.state().connectivity() == CONNECTING)
          .forEach(subchannel -> subchannel.ready());
    }
  }

  private double unevenness(RingHashConfig config) {
    int servers = 8;
    balancer.accept(update(first(servers), config));
    connectAll(servers);
    var counts = new HashMap<SocketAddress, Integer>();
    serversOfKeys().values().forEach(server -> counts.merge(server, 1, Integer::sum));
    double mean = (double) KEYS / servers;
    return counts.values().stream().mapToDouble(count -> Math.abs(count - mean)).max().orElseThrow()
        / mean;
  }

  private Map<String, SocketAddress> serversOfKeys() {
    var servers = new HashMap<String, SocketAddress>();
    for (int key = 0; key < KEYS; key++) {
      servers.put("key-" + key, serverOf("key-" + key));
    }
    return servers;
  }

  private String keyOfAnotherThan(SocketAddress server) {
    for (int key = 0; ; key++) {
      if (helper.pick(user("k" + key)) instanceof PickResult.To) {
        continue;
      }
      assertFalse(helper.subchannels().get(1).address().equals(server));
      return "k" + key;
    }
  }

  private SocketAddress serverOf(String key) {
    return assertInstanceOf(PickResult.To.class, helper.pick(user(key))).subchannel().address();
  }

  private static FakePickArgs user(String key) {
    return new FakePickArgs(Metadata.of("user", key));
  }

  private static HashRing ring(int min, int max, int... weights) {
    var members = new ArrayList<HashRing.Member>();
    var parent = new RingHashBalancer(new FakeHelper());
    for (int i = 0; i < weights.length; i++) {
      var child = new EndpointChild<>(new FakeHelper(), parent, endpoint(i));
      members.add(new HashRing.Member("server-" + i, weights[i], child));
    }
    return HashRing.of(members, min, max);
  }

  private static Object parse(String json) {
    return new RingHashProvider()
        .parseConfig(new JsonObject(json.replace('\'', '"')), Policies.REGISTRY, "p");
  }

  private static void assertWrong(String message, String json) {
    var failure = assertThrows(IllegalArgumentException.class, () -> parse(json));
    assertEquals(message, failure.getMessage());
  }
}
