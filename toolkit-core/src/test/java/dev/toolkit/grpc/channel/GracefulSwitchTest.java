package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A channel whose service config chooses another policy while calls go on. */
class GracefulSwitchTest {

  private static final Vertx VERTX = Vertx.vertx();

  private final ChannelKit kit = new ChannelKit(VERTX);
  private final Channel channel =
      kit.unresolved(ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO), "{}");

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void theOldPolicyServesUntilTheNewOneIsReady() {
    var old = ready("pick_first");

    kit.resolver.found(policy("other"), "two");
    var call = ChannelKit.call(channel);
    assertEquals(1, old.streams.size());
    assertFalse(kit.first.last().closed);
    var fresh = kit.transport.last().open(100);
    var next = ChannelKit.call(channel);

    assertEquals("two:1", fresh.address.toString());
    assertEquals(1, old.streams.size());
    assertEquals(1, fresh.streams.size());
    assertTrue(kit.first.last().closed);
    old.stream(0).answer(ChannelKit.OK);
    fresh.stream(0).answer(ChannelKit.OK);
    assertTrue(call.status().isOk() && next.status().isOk());
  }

  @Test
  void theChannelStaysReadyDuringASwitch() {
    ready("pick_first");
    int before = kit.events(ChannelEvent.StateChanged.class).size();

    kit.resolver.found(policy("other"), "two");
    kit.transport.last().open(100);

    assertEquals(ConnectivityState.READY, channel.state());
    assertEquals(before, kit.events(ChannelEvent.StateChanged.class).size());
  }

  @Test
  void theNewPolicyTakesOverWhenTheOldOneIsNotReadyAnyMore() {
    var old = ready("pick_first");
    kit.resolver.found(policy("other"), "two");
    var fresh = kit.transport.last();

    old.close();
    var call = ChannelKit.call(channel);
    assertTrue(kit.first.last().closed);
    assertEquals(ConnectivityState.CONNECTING, channel.state());
    fresh.open(100).stream(0).answer(ChannelKit.OK);

    assertTrue(call.status().isOk());
  }

  @Test
  void aNewPolicyThatFailsTakesOverToo() {
    ready("pick_first");
    kit.resolver.found(policy("other"), "two");

    kit.transport.last().fail("connection refused");

    assertTrue(kit.first.last().closed);
    assertEquals(
        "peer:1: cannot connect to two:1: connection refused",
        ChannelKit.call(channel).status().message());
  }

  @Test
  void anUpdateDuringASwitchIsForTheNewPolicy() {
    var old = ready("pick_first");
    kit.resolver.found(policy("other"), "two");

    kit.resolver.found(policy("other"), "three");
    assertEquals(1, kit.other.balancers.size());
    var fresh = kit.transport.last().open(100);

    assertEquals("three:1", fresh.address.toString());
    assertEquals(Duration.ofDays(30), old.shutdown);
  }

  @Test
  void anUpdateOfTheSamePolicyKeepsIt() {
    ready("pick_first");

    kit.resolver.found(policy("pick_first"), "two");

    assertEquals(1, kit.first.balancers.size());
    assertFalse(kit.first.last().closed);
  }

  @Test
  void aThirdPolicyTakesThePlaceOfTheSecondThatNeverServed() {
    var old = ready("pick_first");
    kit.resolver.found(policy("other"), "two");
    var second = kit.transport.last();

    kit.resolver.found(policy("third"), "three");
    assertTrue(kit.other.last().closed);
    assertTrue(second.aborted);
    assertFalse(kit.first.last().closed);
    ChannelKit.call(channel);
    assertEquals(1, old.streams.size());
    kit.transport.last().open(100);

    assertTrue(kit.first.last().closed);
  }

  @Test
  void theNameThatWasBeforeBringsAFreshBalancerOfIt() {
    var old = ready("pick_first");
    kit.resolver.found(policy("other"), "two");

    kit.resolver.found(policy("pick_first"), "peer");

    assertTrue(kit.other.last().closed);
    assertEquals(2, kit.first.balancers.size());
    assertFalse(kit.first.balancers.get(0).closed);
    ChannelKit.call(channel);
    assertEquals(1, old.streams.size());
    kit.transport.last().open(100);
    assertTrue(kit.first.balancers.get(0).closed);
    assertFalse(kit.first.last().closed);
  }

  @Test
  void whatAReplacedPolicySaysIsOfNoInterest() {
    ready("pick_first");
    var replaced = kit.first.last();
    kit.resolver.found(policy("other"), "two");
    kit.transport.last().open(100);

    replaced.helper.update(ConnectivityState.TRANSIENT_FAILURE, Picker.of(PickResult.QUEUE));
    replaced.helper.resolveNow();

    assertEquals(ConnectivityState.READY, channel.state());
    assertEquals(0, kit.resolver.resolveNow);
  }

  @Test
  void shutdownClosesBothPolicies() {
    ready("pick_first");
    kit.resolver.found(policy("other"), "two");

    channel.shutdown(Duration.ZERO);

    assertTrue(kit.first.last().closed);
    assertTrue(kit.other.last().closed);
    assertTrue(kit.resolver.closed);
  }

  /** Has the channel use a policy that is connected. */
  private ScriptedTransport.Peered ready(String policy) {
    channel.connect();
    kit.resolver.found(policy(policy), "peer");
    return kit.transport.last().open(100);
  }

  private static String policy(String name) {
    var policies = new JsonArray().add(new JsonObject().put(name, new JsonObject()));
    return new JsonObject().put("loadBalancingConfig", policies).encode();
  }
}
