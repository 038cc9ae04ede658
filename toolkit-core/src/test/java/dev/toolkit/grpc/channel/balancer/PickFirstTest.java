package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.ConnectivityState.CONNECTING;
import static dev.toolkit.grpc.channel.ConnectivityState.IDLE;
import static dev.toolkit.grpc.channel.ConnectivityState.READY;
import static dev.toolkit.grpc.channel.ConnectivityState.TRANSIENT_FAILURE;
import static dev.toolkit.grpc.channel.FakeEndpoints.address;
import static dev.toolkit.grpc.channel.FakeEndpoints.endpoint;
import static dev.toolkit.grpc.channel.FakeEndpoints.endpoints;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakeSubchannel;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PickFirstTest {

  private static final PickFirstConfig SHUFFLED = new PickFirstConfig(true);

  private final FakeHelper helper = new FakeHelper();
  private final PickFirstBalancer balancer = new PickFirstBalancer(helper);

  @Test
  void triesTheNextAddressWhenTheFirstOneIsSlow() {
    balancer.accept(update(endpoints(0, 1, 2)));

    helper.time().advance(Duration.ofMillis(249));
    assertEquals(List.of(address(0)), connected());
    helper.time().advance(Duration.ofMillis(1));
    assertEquals(List.of(address(0), address(1)), connected());
    helper.time().advance(Duration.ofMillis(250));
    assertEquals(List.of(address(0), address(1), address(2)), connected());
    assertEquals(0, helper.time().pending());
    assertEquals(CONNECTING, helper.state());
    assertEquals(PickResult.QUEUE, helper.pick());
  }

  @Test
  void triesTheNextAddressAtOnceWhenTheFirstOneFails() {
    balancer.accept(update(endpoints(0, 1)));

    helper.to(0).fail("refused");

    assertEquals(List.of(address(0), address(1)), connected());
    assertEquals(List.of(CONNECTING), helper.states());
  }

  @Test
  void theFirstConnectionWinsAndTheOtherAttemptsEnd() {
    balancer.accept(update(endpoints(0, 1, 2)));
    helper.time().advance(Duration.ofMillis(250));

    helper.to(0).ready();

    assertSame(helper.to(0), helper.picked());
    assertEquals(List.of(helper.to(0)), helper.open());
    assertEquals(0, helper.time().pending());
    assertEquals(List.of(CONNECTING, READY), helper.states());
  }

  @Test
  void staysFailedUntilAnAddressIsReady() {
    balancer.accept(update(endpoints(0, 1)));
    helper.to(0).fail("refused");
    helper.to(1).fail("no route");
    assertEquals(TRANSIENT_FAILURE, helper.state());
    assertEquals("no route", helper.failure().message());

    helper.to(0).idle().connecting();
    assertEquals(2, helper.to(0).connects());
    assertEquals(TRANSIENT_FAILURE, helper.state());
    helper.to(0).fail("reset");
    assertEquals("no route", helper.failure().message());
    helper.to(1).idle().connecting().fail("timed out");
    assertEquals("timed out", helper.failure().message());

    helper.to(1).idle().connecting().ready();
    assertEquals(List.of(CONNECTING, TRANSIENT_FAILURE, READY), helper.states());
    assertSame(helper.to(1), helper.picked());
  }

  @Test
  void connectsAgainAfterThePassWhatIsIdleAlready() {
    balancer.accept(update(endpoints(0, 1)));
    helper.to(0).fail("refused").idle();
    assertEquals(1, helper.to(0).connects());

    helper.to(1).fail("refused");

    assertEquals(2, helper.to(0).connects());
  }

  @Test
  void asksForResolutionWhenAllFailedAndWhenTheConnectionIsLost() {
    balancer.accept(update(endpoints(0)));
    helper.to(0).fail("refused");
    assertEquals(1, helper.resolves());

    helper.to(0).idle().ready().idle();

    assertEquals(2, helper.resolves());
  }

  @Test
  void aLostConnectionIsOpenedAgainByTheNextPick() {
    balancer.accept(update(endpoints(0, 1)));
    helper.to(0).fail("refused");
    helper.to(1).ready();

    helper.to(1).idle();
    assertEquals(IDLE, helper.state());
    assertEquals(1, helper.open().size());
    var idlePicker = helper.picker();
    assertEquals(PickResult.QUEUE, helper.pick());

    assertEquals(CONNECTING, helper.state());
    assertEquals(1, helper.to(0).connects());
    int said = helper.said().size();
    idlePicker.pick(null);
    assertEquals(said, helper.said().size());
  }

  @Test
  void aConnectionLostBeforeItWasReadyCounts() {
    balancer.accept(update(endpoints(0, 1)));

    helper.to(0).connecting().idle();

    assertEquals(IDLE, helper.state());
    assertEquals(0, helper.time().pending());
  }

  @Test
  void keepsTheConnectionThatAnUpdateHasToo() {
    balancer.accept(update(endpoints(0, 1)));
    helper.to(0).ready();

    var status = balancer.accept(update(endpoints(2, 0)));

    assertTrue(status.isOk());
    assertSame(helper.to(0), helper.picked());
    assertEquals(1, helper.open().size());
    helper.to(0).idle();
    balancer.exitIdle();
    assertEquals(1, helper.to(2).connects());
  }

  @Test
  void leavesTheConnectionThatAnUpdateDoesNotHave() {
    balancer.accept(update(endpoints(0)));
    var old = helper.to(0).ready();

    balancer.accept(update(endpoints(1)));

    assertTrue(old.isShut());
    assertEquals(List.of(CONNECTING, READY, CONNECTING), helper.states());
    helper.to(1).ready();
    assertSame(helper.to(1), helper.picked());
  }

  @Test
  void anUpdateOfAnIdleBalancerConnectsNothing() {
    balancer.accept(update(endpoints(0)));
    helper.to(0).ready().idle();

    balancer.accept(update(endpoints(1)));
    assertEquals(List.of(), helper.open());
    assertEquals(IDLE, helper.state());

    balancer.exitIdle();
    assertEquals(1, helper.to(1).connects());
  }

  @Test
  void anUpdateAfterFailureTriesTheNewAddressesAndStaysFailed() {
    balancer.accept(update(endpoints(0)));
    helper.to(0).fail("refused");

    balancer.accept(update(endpoints(0, 1)));
    assertEquals(List.of(address(0), address(1)), connected());
    helper.to(1).connecting();

    assertEquals(TRANSIENT_FAILURE, helper.state());
    helper.to(1).ready();
    assertEquals(READY, helper.state());
  }

  @Test
  void anUpdateDuringAnAttemptKeepsTheAttempt() {
    balancer.accept(update(endpoints(0, 1)));
    helper.to(0).connecting();

    balancer.accept(update(endpoints(0, 2)));

    assertEquals(1, helper.subchannels().size());
    assertEquals(1, helper.to(0).connects());
    helper.time().advance(Duration.ofMillis(250));
    assertEquals(List.of(address(0), address(2)), connected());
  }

  @Test
  void resolverFailuresCountOnlyWithoutEndpoints() {
    var failure = Status.of(Code.UNAVAILABLE, "no such host");
    balancer.resolverFailed(failure);
    assertEquals(TRANSIENT_FAILURE, helper.state());
    assertEquals(failure, helper.failure());

    balancer.accept(update(endpoints(0)));
    assertEquals(CONNECTING, helper.state());
    balancer.resolverFailed(failure);

    assertEquals(CONNECTING, helper.state());
  }

  @Test
  void anEmptyUpdateEndsEverything() {
    balancer.accept(update(endpoints(0)));
    helper.to(0).ready();

    var status = balancer.accept(update(List.of()));

    assertEquals(Status.of(Code.UNAVAILABLE, "no endpoint was found for test:///servers"), status);
    assertEquals(status, helper.failure());
    assertEquals(List.of(), helper.open());
    balancer.accept(update(endpoints(1)));
    assertEquals(List.of(CONNECTING, READY, TRANSIENT_FAILURE, CONNECTING), helper.states());
  }

  @Test
  void anAddressOfTwoEndpointsIsTriedOnce() {
    var twice = new Endpoint(List.of(address(1), address(0)), Attributes.EMPTY);

    balancer.accept(update(List.of(endpoint(0), twice)));
    helper.to(0).fail("refused");
    helper.to(1).fail("refused");

    assertEquals(2, helper.subchannels().size());
    assertEquals(TRANSIENT_FAILURE, helper.state());
  }

  @Test
  void theFamiliesTakeTurns() {
    var addresses =
        List.of(
            ip("::1"),
            ip("::2"),
            ip("::3"),
            ip("10.0.0.1"),
            ip("10.0.0.2"),
            SocketAddress.domainSocketAddress("/s"));

    balancer.accept(update(List.of(new Endpoint(addresses, Attributes.EMPTY))));
    helper.time().advance(Duration.ofSeconds(3));

    assertEquals(
        List.of(
            ip("::1"),
            ip("10.0.0.1"),
            SocketAddress.domainSocketAddress("/s"),
            ip("::2"),
            ip("10.0.0.2"),
            ip("::3")),
        connected());
  }

  @Test
  void shufflesByWeight() {
    var heavy = endpoint(0).with(Endpoint.WEIGHT, 3);
    var light = endpoint(1);
    var random = new Random(7);
    Map<SocketAddress, Integer> firsts = new HashMap<>();

    for (int i = 0; i < 10_000; i++) {
      var first = AddressList.shuffled(List.of(light, heavy), random).get(0);
      firsts.merge(first.addresses().get(0), 1, Integer::sum);
    }

    assertTrue(
        firsts.get(address(0)) >= 7_400 && firsts.get(address(0)) <= 7_600,
        firsts.get(address(0)) + " is not about it");
  }

  @Test
  void shufflesIfItIsTold() {
    helper.random(new Random(1));
    var first = new HashMap<SocketAddress, Integer>();
    for (int i = 0; i < 40; i++) {
      var one = new PickFirstBalancer(helper);
      one.accept(update(endpoints(0, 1), SHUFFLED));
      first.merge(helper.open().get(0).address(), 1, Integer::sum);
      one.close();
    }

    assertEquals(Set.of(address(0), address(1)), first.keySet());
  }

  @Test
  void aLeafIsReadyWhenItsServerIsHealthy() {
    acceptAsLeaf(0);
    var subchannel = helper.to(0).initialHealth(Subchannel.State.of(CONNECTING)).ready();
    assertEquals(List.of(CONNECTING), helper.states());

    subchannel.health(Subchannel.State.failure(Status.of(Code.UNAVAILABLE, "NOT_SERVING")));
    assertEquals("10.0.0.1:1000 is not healthy: NOT_SERVING", helper.failure().message());
    subchannel.health(Subchannel.State.of(READY));

    assertEquals(List.of(CONNECTING, TRANSIENT_FAILURE, READY), helper.states());
    assertSame(subchannel, helper.picked());
  }

  @Test
  void theTopOfTheTreeDoesNotAskForHealth() {
    balancer.accept(update(endpoints(0)));

    helper.to(0).initialHealth(Subchannel.State.of(CONNECTING)).ready();

    assertEquals(READY, helper.state());
    assertFalse(helper.to(0).isHealthListened());
  }

  @Test
  void anUnhealthyLeafConnectsAgainWhenItsConnectionIsLost() {
    acceptAsLeaf(0);
    helper.to(0).ready();
    helper.to(0).health(Subchannel.State.failure(Status.of(Code.UNAVAILABLE, "NOT_SERVING")));

    helper.to(0).idle();

    assertEquals(IDLE, helper.state());
    balancer.exitIdle();
    helper.to(0).ready().health(Subchannel.State.of(READY));
    assertEquals(READY, helper.state());
  }

  @Test
  void nothingIsLeftWhenItIsClosed() {
    balancer.accept(update(endpoints(0, 1)));
    helper.time().advance(Duration.ofMillis(100));

    balancer.close();
    balancer.exitIdle();

    assertEquals(List.of(), helper.open());
    assertEquals(0, helper.time().pending());
  }

  @Test
  void readsItsConfiguration() {
    var provider = new PickFirstProvider();
    var policies = BalancerRegistry.of(List.of(provider));

    assertEquals(PickFirstConfig.DEFAULT, provider.parseConfig(new JsonObject(), policies, "p"));
    assertEquals(
        SHUFFLED,
        provider.parseConfig(new JsonObject().put("shuffleAddressList", true), policies, "p"));
    var wrong = new JsonObject().put("shuffleAddressList", 1);
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> provider.parseConfig(wrong, policies, "p"));
    assertEquals("p.shuffleAddressList is 1, must be true or false", failure.getMessage());
  }

  private void acceptAsLeaf(int n) {
    var leaf = Attributes.of(PickFirstBalancer.HEALTH_LISTENER, true);
    balancer.accept(new BalancerUpdate(endpoints(n), BalancerConfig.NONE, leaf));
  }

  private List<SocketAddress> connected() {
    return helper.subchannels().stream()
        .filter(subchannel -> subchannel.connects() > 0)
        .map(FakeSubchannel::address)
        .toList();
  }

  private static SocketAddress ip(String host) {
    return SocketAddress.inetSocketAddress(1, host);
  }
}
