package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.ConnectivityState.CONNECTING;
import static dev.toolkit.grpc.channel.ConnectivityState.IDLE;
import static dev.toolkit.grpc.channel.ConnectivityState.READY;
import static dev.toolkit.grpc.channel.ConnectivityState.TRANSIENT_FAILURE;
import static dev.toolkit.grpc.channel.FakeEndpoints.address;
import static dev.toolkit.grpc.channel.FakeEndpoints.endpoint;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakeSubchannel;
import dev.toolkit.grpc.channel.PickResult;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeightedTargetTest {

  private static final String ROUND_ROBIN = "{'round_robin': {}}";

  private final FakeHelper helper = new FakeHelper();
  private final WeightedTargetBalancer balancer = new WeightedTargetBalancer(helper);

  @Test
  void callsFollowTheWeights() {
    accept(ROUND_ROBIN, 1, 2, 7);
    helper.subchannels().forEach(FakeSubchannel::ready);

    var counts = pick(1_000_000);

    assertEquals(100_000, counts.get(address(0)), 2_000);
    assertEquals(200_000, counts.get(address(1)), 4_000);
    assertEquals(700_000, counts.get(address(2)), 14_000);
  }

  @Test
  void veryLargeWeightsAreAddedUp() {
    accept(ROUND_ROBIN, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    helper.subchannels().forEach(FakeSubchannel::ready);

    pick(90_000).values().forEach(count -> assertEquals(30_000, count, 600));
  }

  @Test
  void onlyTargetsThatAreReadyAreCalled() {
    accept(ROUND_ROBIN, 1, 2, 7);
    helper.to(0).fail("refused");
    assertEquals(CONNECTING, helper.state());
    helper.to(1).ready();

    assertEquals(READY, helper.state());
    assertEquals(Set.of(address(1)), pick(100).keySet());
  }

  @Test
  void aTargetThatFailedCountsAsFailedWhileItConnects() {
    accept(ROUND_ROBIN, 1, 1);
    helper.to(0).fail("refused by the first");
    helper.to(1).fail("refused by the second");
    assertEquals(TRANSIENT_FAILURE, helper.state());

    accept("{'pick_first': {}}", 1, 1);

    assertEquals(TRANSIENT_FAILURE, helper.state());
  }

  @Test
  void failuresAreThoseOfTheTargets() {
    accept(ROUND_ROBIN, 1, 1);
    helper.to(0).fail("refused by 0");
    helper.to(1).fail("refused by 1");

    var messages = new HashMap<String, Integer>();
    for (int i = 0; i < 100; i++) {
      messages.merge(helper.failure().message(), 1, Integer::sum);
    }

    assertEquals(Set.of("refused by 0", "refused by 1"), messages.keySet());
  }

  @Test
  void idleTargetsWakeWithACall() {
    accept("{'ring_hash_experimental': {'requestHashHeader': 'user'}}", 1, 1);
    assertEquals(IDLE, helper.state());

    assertEquals(PickResult.QUEUE, helper.pick());

    assertEquals(CONNECTING, helper.state());
    assertEquals(1, helper.subchannels().size());
    var ready = helper.subchannels().get(0).ready();
    assertSame(ready, helper.picked());
  }

  @Test
  void aTargetThatIsGoneIsShutAtOnce() {
    accept(ROUND_ROBIN, 1, 2);
    helper.subchannels().forEach(FakeSubchannel::ready);

    accept(ROUND_ROBIN, 5);

    assertTrue(helper.to(1).isShut());
    assertFalse(helper.to(0).isShut());
    assertEquals(Set.of(address(0)), pick(10).keySet());
  }

  @Test
  void changedWeightsCountAtOnce() {
    accept(ROUND_ROBIN, 1, 1);
    helper.subchannels().forEach(FakeSubchannel::ready);

    accept(ROUND_ROBIN, 1, 9);

    assertEquals(90_000, pick(100_000).get(address(1)), 1_800);
    assertEquals(2, helper.subchannels().size());
  }

  @Test
  void oneTargetWithEndpointsIsEnough() {
    assertTrue(balancer.accept(update(List.of(at(0)), config(ROUND_ROBIN, 1, 1))).isOk());
    assertFalse(balancer.accept(update(List.of(), config(ROUND_ROBIN, 1, 1))).isOk());
  }

  @Test
  void pathsAreFollowedThroughSeveralPolicies() {
    String inner =
        "{'weighted_target_experimental': {'targets':"
            + " {'x': {'weight': 1, 'childPolicy': [{'round_robin': {}}]}}}}";
    var endpoint = endpoint(0).with(Endpoint.PATH, List.of("t0", "x"));

    balancer.accept(update(List.of(endpoint, at(1)), config(inner, 1)));

    assertEquals(1, helper.subchannels().size());
    assertEquals(List.of(), helper.to(0).attributes().get(Endpoint.PATH));
    assertSame(helper.to(0).ready(), helper.picked());
  }

  @Test
  void refusesAWrongConfiguration() {
    assertWrong("p.targets is missing", "{}");
    assertWrong("p.targets is {}, must be at least one target", "{'targets': {}}");
    assertWrong(
        "p.targets.a.weight is missing",
        "{'targets': {'a': {'childPolicy': [{'round_robin': {}}]}}}");
    assertWrong(
        "p.targets.a.weight is 0, must be at least 1",
        "{'targets': {'a': {'weight': 0, 'childPolicy': [{'round_robin': {}}]}}}");
    assertWrong("p.targets.a.childPolicy is missing", "{'targets': {'a': {'weight': 1}}}");
    assertWrong("p.targets.a is 3, must be an object", "{'targets': {'a': 3}}");
  }

  private void accept(String policy, int... weights) {
    var endpoints = new ArrayList<Endpoint>();
    for (int i = 0; i < weights.length; i++) {
      endpoints.add(at(i));
    }
    balancer.accept(update(endpoints, config(policy, weights)));
  }

  private Map<SocketAddress, Integer> pick(int times) {
    var counts = new HashMap<SocketAddress, Integer>();
    for (int i = 0; i < times; i++) {
      counts.merge(helper.picked().address(), 1, Integer::sum);
    }
    return counts;
  }

  private static Endpoint at(int target) {
    return endpoint(target).with(Endpoint.PATH, List.of("t" + target));
  }

  private static WeightedTargetConfig config(String policy, int... weights) {
    var targets = new JsonObject();
    for (int i = 0; i < weights.length; i++) {
      var target = new JsonObject(("{'childPolicy': [" + policy + "]}").replace('\'', '"'));
      targets.put("t" + i, target.put("weight", weights[i]));
    }
    return parse(new JsonObject().put("targets", targets));
  }

  private static WeightedTargetConfig parse(JsonObject json) {
    return (WeightedTargetConfig)
        new WeightedTargetProvider().parseConfig(json, Policies.REGISTRY, "p");
  }

  private static void assertWrong(String message, String json) {
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> parse(new JsonObject(json.replace('\'', '"'))));
    assertEquals(message, failure.getMessage());
  }
}
