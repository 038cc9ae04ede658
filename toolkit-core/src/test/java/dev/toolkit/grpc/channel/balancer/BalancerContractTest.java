package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.ConnectivityState.CONNECTING;
import static dev.toolkit.grpc.channel.ConnectivityState.READY;
import static dev.toolkit.grpc.channel.ConnectivityState.TRANSIENT_FAILURE;
import static dev.toolkit.grpc.channel.FakeEndpoints.endpoints;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.FakeEndpoints;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakePickArgs;
import dev.toolkit.grpc.channel.FakeSubchannel;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Subchannel;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every policy does, whatever it is. */
class BalancerContractTest {

  private static final Status FAILURE = Status.of(Code.UNAVAILABLE, "no such host");

  private final FakeHelper helper = new FakeHelper();

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void withoutEndpointsItFailsAndSaysWhy(Policies.Policy policy) {
    var balancer = create(policy);

    Status status = accept(balancer, policy, List.of());

    assertFalse(status.isOk());
    assertFalse(status.message().isEmpty());
    assertEquals(TRANSIENT_FAILURE, helper.state());
    assertFalse(helper.failure().message().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void endpointsThatAreTakenAwayLeaveItWithoutAny(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0, 1));
    wake(balancer);

    Status status = accept(balancer, policy, List.of());

    assertFalse(status.isOk());
    assertEquals(TRANSIENT_FAILURE, helper.state());
    assertEquals(List.of(), helper.open());
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void callsWaitWhileItConnects(Policies.Policy policy) {
    var balancer = create(policy);

    assertTrue(accept(balancer, policy, endpoints(0, 1)).isOk());
    wake(balancer);

    assertEquals(CONNECTING, helper.state());
    assertEquals(PickResult.QUEUE, helper.pick());
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void itFailsWithTheErrorWhenAllEndpointsFailed(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0, 1, 2));

    failAll(balancer);

    assertEquals(TRANSIENT_FAILURE, helper.state());
    assertEquals(Code.UNAVAILABLE, helper.failure().code());
    assertTrue(helper.failure().message().contains("refused by 10.0.0.1:100"));
    assertTrue(helper.resolves() > 0);
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void itRecoversFromFailure(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0, 1, 2));
    failAll(balancer);

    for (FakeSubchannel subchannel : helper.open()) {
      subchannel.idle();
    }
    wake(balancer);
    var ready = connecting().get(0).ready();

    assertEquals(READY, helper.state());
    assertSame(ready, helper.picked());
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void callsGoToTheOneThatIsReady(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0, 1, 2));
    wake(balancer);

    var ready = connecting().get(0).ready();

    assertEquals(READY, helper.state());
    for (int i = 0; i < 20; i++) {
      assertSame(ready, helper.picked());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void noCallGoesToASubchannelThatIsNotReady(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0, 1, 2));
    wake(balancer);
    connecting().forEach(FakeSubchannel::ready);
    var ready = helper.open();

    for (FakeSubchannel subchannel : ready) {
      subchannel.idle();
      for (int i = 0; i < 10; i++) {
        assertTrue(!(helper.pick() instanceof PickResult.To to) || to.subchannel() != subchannel);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void connectsAgainWhatWasLost(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0));
    wake(balancer);
    var subchannel = helper.to(0).ready();

    subchannel.idle();
    balancer.exitIdle();
    wake(balancer);

    assertEquals(2, subchannel.connects());
    assertEquals(CONNECTING, helper.state());
    subchannel.ready();
    assertSame(subchannel, helper.picked());
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void anUpdateShutsWhatIsGone(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0, 1, 2));
    wake(balancer);
    connecting().forEach(FakeSubchannel::ready);

    accept(balancer, policy, endpoints(3));
    wake(balancer);
    helper.to(3).ready();

    assertEquals(List.of(helper.to(3)), helper.open());
    assertSame(helper.to(3), helper.picked());
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void anUpdateKeepsTheConnectionsThatAreWanted(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0));
    wake(balancer);
    var kept = helper.to(0).ready();

    accept(balancer, policy, List.of(FakeEndpoints.endpoint(0).with(Endpoint.WEIGHT, 3)));
    wake(balancer);

    assertFalse(kept.isShut());
    assertEquals(1, kept.connects());
    assertSame(kept, helper.picked());
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void anEndpointThatIsThereTwiceIsConnectedOnce(Policies.Policy policy) {
    var balancer = create(policy);

    accept(balancer, policy, endpoints(0, 0, 1, 0));
    wake(balancer);
    connecting().forEach(subchannel -> subchannel.fail("refused"));
    wake(balancer);

    assertTrue(helper.subchannels().size() <= 2);
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void aResolverThatFailsAtFirstIsAFailure(Policies.Policy policy) {
    var balancer = create(policy);

    balancer.resolverFailed(FAILURE);
    assertEquals(TRANSIENT_FAILURE, helper.state());
    assertEquals(FAILURE.code(), helper.failure().code());
    assertTrue(helper.failure().message().contains(FAILURE.message()));

    accept(balancer, policy, endpoints(0));
    wake(balancer);
    assertSame(helper.to(0).ready(), helper.picked());
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void aResolverThatFailsLaterChangesNothing(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0));
    wake(balancer);
    helper.to(0).ready();

    balancer.resolverFailed(FAILURE);

    assertEquals(READY, helper.state());
    assertSame(helper.to(0), helper.picked());
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void nothingIsLeftWhenItIsClosed(Policies.Policy policy) {
    for (int stage = 0; stage < 4; stage++) {
      var balancer = create(policy);
      accept(balancer, policy, FakeEndpoints.first(40));
      if (stage > 0) {
        wake(balancer);
      }
      if (stage == 2) {
        connecting().forEach(FakeSubchannel::ready);
      }
      if (stage == 3) {
        failAll(balancer);
      }

      balancer.close();
      int said = helper.said().size();
      balancer.exitIdle();
      helper.time().advance(Duration.ofMinutes(1));

      assertEquals(List.of(), helper.open(), "stage " + stage);
      assertEquals(0, helper.time().pending(), "stage " + stage);
      assertEquals(said, helper.said().size(), "stage " + stage);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void aPickOfAReadyOneAllocatesNothing(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0, 1, 2));
    wake(balancer);
    connecting().forEach(FakeSubchannel::ready);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var args = new FakePickArgs();
    pickMany(args, 100_000);

    long before = threads.getCurrentThreadAllocatedBytes();
    int picked = pickMany(args, 100_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertEquals(100_000, picked);
    assertTrue(allocated < 10_000, allocated + " bytes for 100,000 picks");
  }

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.channel.balancer.Policies#all")
  void callsAreFollowedToTheirEnd(Policies.Policy policy) {
    var balancer = create(policy);
    accept(balancer, policy, endpoints(0, 1));
    wake(balancer);
    while (!connecting().isEmpty()) {
      connecting().forEach(FakeSubchannel::ready);
      wake(balancer);
    }

    Set<Subchannel> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      if (helper.pick() instanceof PickResult.To to) {
        seen.add(to.subchannel());
        if (to.tracker() != null) {
          to.tracker().started();
          to.tracker().ended(new Frame.Trailers(Status.OK, Metadata.EMPTY));
        }
      }
    }

    assertEquals(Set.copyOf(helper.open()), seen);
  }

  private Balancer create(Policies.Policy policy) {
    return policy.provider().create(helper);
  }

  private static Status accept(
      Balancer balancer, Policies.Policy policy, List<Endpoint> endpoints) {
    List<Endpoint> placed =
        endpoints.stream().map(each -> each.with(Endpoint.PATH, policy.path())).toList();
    return balancer.accept(FakeEndpoints.update(placed, policy.config()));
  }

  /** Lets a balancer connect, also one that waits for calls or for a next turn of the loop. */
  private void wake(Balancer balancer) {
    balancer.exitIdle();
    for (int i = 0; i < 50; i++) {
      helper.pick();
    }
    helper.time().advance(Duration.ofMillis(10));
  }

  private List<FakeSubchannel> connecting() {
    return helper.open().stream()
        .filter(subchannel -> subchannel.state().connectivity() == CONNECTING)
        .toList();
  }

  private void failAll(Balancer balancer) {
    wake(balancer);
    while (!connecting().isEmpty()) {
      connecting().forEach(subchannel -> subchannel.fail("refused by " + subchannel.address()));
      wake(balancer);
    }
  }

  private int pickMany(FakePickArgs args, int times) {
    int picked = 0;
    var picker = helper.picker();
    for (int i = 0; i < times; i++) {
      if (picker.pick(args) instanceof PickResult.To) {
        picked++;
      }
    }
    return picked;
  }
}
