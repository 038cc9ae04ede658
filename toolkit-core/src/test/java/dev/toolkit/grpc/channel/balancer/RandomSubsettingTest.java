package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.FakeEndpoints.endpoint;
import static dev.toolkit.grpc.channel.FakeEndpoints.first;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakeSubchannel;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RandomSubsettingTest {

  private static final String CHILD = "'childPolicy': [{'round_robin': {}}]";

  private final FakeHelper helper = new FakeHelper();
  private final RandomSubsettingBalancer balancer = new RandomSubsettingBalancer(helper);

  @Test
  void onlyThatManyServersAreConnected() {
    accept(5, first(100));

    assertEquals(5, connected().size());
  }

  @Test
  void fewServersAreAllConnected() {
    accept(5, first(4));

    assertEquals(4, connected().size());
  }

  @Test
  void theOrderOfTheEndpointsDoesNotMatter() {
    accept(5, first(30));
    Set<SocketAddress> before = connected();

    List<Endpoint> shuffled = first(30);
    Collections.shuffle(shuffled, new Random(1));
    accept(5, shuffled);

    assertEquals(before, connected());
    assertEquals(5, helper.subchannels().size());
  }

  @Test
  void aServerThatLeavesChangesOneAtMost() {
    accept(5, first(30));

    for (int gone = 0; gone < 30; gone++) {
      Set<SocketAddress> before = connected();
      List<Endpoint> rest = first(30);
      rest.remove(gone);
      accept(5, rest);
      var changed = new HashSet<>(connected());
      changed.removeAll(before);

      assertEquals(before.contains(endpoint(gone).addresses().get(0)) ? 1 : 0, changed.size());
      accept(5, first(30));
      assertEquals(before, connected());
    }
  }

  @Test
  void clientsChooseDifferentServersAndAllServersAreChosen() {
    var counts = new HashMap<SocketAddress, Integer>();
    var subsets = new HashSet<Set<SocketAddress>>();
    for (int client = 0; client < 1_000; client++) {
      var own = new FakeHelper().random(new Random(client * 7919L));
      new RandomSubsettingBalancer(own).accept(update(first(20), config(5)));
      Set<SocketAddress> subset = connected(own);
      subsets.add(subset);
      subset.forEach(server -> counts.merge(server, 1, Integer::sum));
    }

    assertEquals(20, counts.size());
    counts.values().forEach(count -> assertEquals(250, count, 75));
    assertTrue(subsets.size() > 900, subsets.size() + " subsets");
  }

  @Test
  void anotherSizeCountsAtOnce() {
    accept(5, first(30));
    Set<SocketAddress> small = connected();

    accept(8, first(30));

    assertEquals(8, connected().size());
    assertTrue(connected().containsAll(small));
    assertNotEquals(small, connected());
  }

  @Test
  void readsItsConfiguration() {
    assertEquals(7, config(7).size());
    assertWrong("p.subsetSize is missing", "{" + CHILD + "}");
    assertWrong("p.subsetSize is 0, must be at least 1", "{'subsetSize': 0," + CHILD + "}");
    assertWrong("p.childPolicy is missing", "{'subsetSize': 1}");
    assertWrong(
        "p.childPolicy is [], must be a list of at least one policy",
        "{'subsetSize': 1, 'childPolicy': []}");
  }

  private void accept(int size, List<Endpoint> endpoints) {
    balancer.accept(update(new ArrayList<>(endpoints), config(size)));
  }

  private Set<SocketAddress> connected() {
    return connected(helper);
  }

  private static Set<SocketAddress> connected(FakeHelper helper) {
    return helper.open().stream().map(FakeSubchannel::address).collect(Collectors.toSet());
  }

  private static RandomSubsettingConfig config(int size) {
    return parse("{'subsetSize': " + size + "," + CHILD + "}");
  }

  private static RandomSubsettingConfig parse(String json) {
    return (RandomSubsettingConfig)
        new RandomSubsettingProvider()
            .parseConfig(new JsonObject(json.replace('\'', '"')), Policies.REGISTRY, "p");
  }

  private static void assertWrong(String message, String json) {
    var failure = assertThrows(IllegalArgumentException.class, () -> parse(json));
    assertEquals(message, failure.getMessage());
  }
}
