package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.ConnectivityState.CONNECTING;
import static dev.toolkit.grpc.channel.ConnectivityState.READY;
import static dev.toolkit.grpc.channel.ConnectivityState.TRANSIENT_FAILURE;
import static dev.toolkit.grpc.channel.FakeEndpoints.address;
import static dev.toolkit.grpc.channel.FakeEndpoints.endpoints;
import static dev.toolkit.grpc.channel.FakeEndpoints.first;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakePickArgs;
import dev.toolkit.grpc.channel.FakeSubchannel;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.net.SocketAddress;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

  private final FakeHelper helper = new FakeHelper();
  private final RoundRobinBalancer balancer = new RoundRobinBalancer(helper);

  @Test
  void callsGoToAllInTurn() {
    balancer.accept(update(first(3)));
    helper.subchannels().forEach(FakeSubchannel::ready);

    Map<SocketAddress, Integer> counts = pick(3_000);

    assertEquals(Set.of(address(0), address(1), address(2)), counts.keySet());
    assertEquals(Set.of(1_000), Set.copyOf(counts.values()));
  }

  @Test
  void onlyThoseThatAreReadyAreCalled() {
    balancer.accept(update(first(3)));
    helper.to(0).fail("refused");
    helper.to(1).ready();

    assertEquals(READY, helper.state());
    assertEquals(Set.of(address(1)), pick(10).keySet());
    helper.to(2).ready();
    assertEquals(Map.of(address(1), 5, address(2), 5), pick(10));
  }

  @Test
  void isConnectingUntilAllHaveFailed() {
    balancer.accept(update(first(2)));
    helper.to(0).fail("refused by the first");
    assertEquals(CONNECTING, helper.state());
    assertEquals(PickResult.QUEUE, helper.pick());

    helper.to(1).fail("refused by the second");

    assertEquals(TRANSIENT_FAILURE, helper.state());
    var messages = new HashSet<String>();
    messages.add(helper.failure().message());
    messages.add(helper.failure().message());

    assertEquals(Set.of("refused by the first", "refused by the second"), messages);
    helper.to(0).idle().connecting();
    assertEquals(TRANSIENT_FAILURE, helper.state());
  }

  @Test
  void aLostConnectionIsOpenedAgainAtOnce() {
    balancer.accept(update(first(2)));
    helper.subchannels().forEach(FakeSubchannel::ready);

    helper.to(0).idle();

    assertEquals(2, helper.to(0).connects());
    assertEquals(READY, helper.state());
    assertEquals(Set.of(address(1)), pick(10).keySet());
  }

  @Test
  void theLastLostConnectionLeavesItConnecting() {
    balancer.accept(update(first(1)));
    helper.to(0).ready().idle();

    assertEquals(List.of(CONNECTING, READY, CONNECTING), helper.states());
    assertEquals(PickResult.QUEUE, helper.pick());
  }

  @Test
  void anUpdateKeepsWhatItHas() {
    balancer.accept(update(first(2)));
    helper.subchannels().forEach(FakeSubchannel::ready);
    var kept = helper.to(1);
    int said = helper.said().size();

    balancer.accept(update(endpoints(1, 2)));

    assertEquals(said + 1, helper.said().size());
    assertEquals(List.of(kept, helper.to(2)), helper.open());
    assertEquals(Set.of(address(1)), pick(4).keySet());
  }

  @Test
  void endpointsWithTheSameAddressesAreOne() {
    var one = new Endpoint(List.of(address(0), address(1)), Attributes.EMPTY);
    var same = new Endpoint(List.of(address(1), address(0)), Attributes.EMPTY);
    balancer.accept(update(List.of(one, same)));

    assertEquals(1, balancer.children().size());
    helper.open().get(0).ready();
    var ready = helper.picked();
    balancer.accept(update(List.of(same)));
    assertSame(ready, helper.picked());
  }

  @Test
  void aServerThatIsNotHealthyIsNotCalled() {
    balancer.accept(update(first(2)));
    helper.subchannels().forEach(FakeSubchannel::ready);

    helper.to(0).health(Subchannel.State.failure(Status.of(Code.UNAVAILABLE, "NOT_SERVING")));

    assertEquals(Set.of(address(1)), pick(4).keySet());
  }

  @Test
  void clientsBeginAtDifferentServers() {
    var firsts = new HashSet<SocketAddress>();
    for (int i = 0; i < 50; i++) {
      new RoundRobinBalancer(helper).accept(update(first(3)));
      firsts.add(helper.subchannels().get(3 * i).address());
    }

    assertEquals(3, firsts.size());
  }

  @Test
  void connectsManyInSeveralTurns() {
    balancer.accept(update(first(100)));
    assertEquals(32, helper.subchannels().size());
    helper.subchannels().forEach(subchannel -> subchannel.fail("refused"));
    assertEquals(CONNECTING, helper.state());

    helper.time().advance(Duration.ZERO);

    assertEquals(100, helper.subchannels().size());
    helper.to(99).ready();
    assertEquals(READY, helper.state());
  }

  @Test
  void opensManyLostConnectionsInSeveralTurns() {
    balancer.accept(update(first(100)));
    helper.time().advance(Duration.ofSeconds(1));
    helper.subchannels().forEach(FakeSubchannel::ready);

    helper.subchannels().forEach(FakeSubchannel::idle);
    assertEquals(132, connects());
    assertEquals(CONNECTING, helper.state());

    helper.time().advance(Duration.ofSeconds(1));
    assertEquals(200, connects());
  }

  @Test
  void aTurnEndsWhenItHasTakenItsTime() {
    helper.onCreate(created -> helper.time().skip(Duration.ofMillis(2)));

    balancer.accept(update(first(10)));

    assertEquals(3, helper.subchannels().size());
    helper.time().advance(Duration.ofSeconds(1));
    assertEquals(10, helper.subchannels().size());
  }

  @Test
  void whatWaitsIsForgottenWithItsEndpointAndAtTheEnd() {
    balancer.accept(update(first(100)));
    balancer.accept(update(first(40)));
    helper.time().advance(Duration.ZERO);
    assertTrue(helper.open().size() <= 40);

    balancer.accept(update(first(100)));
    balancer.close();

    assertEquals(0, helper.time().pending());
    assertEquals(List.of(), helper.open());
  }

  @Test
  void eachOfManyServersThatBecomesReadyCostsTheSame() {
    int many = 10_000;
    helper.forgetful();
    balancer.accept(update(first(many)));
    helper.time().advance(Duration.ofSeconds(1));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < many; i++) {
      helper.to(i).ready();
    }

    long each = (threads.getCurrentThreadAllocatedBytes() - before) / many;
    assertTrue(each < 2_000, each + " bytes for each of " + many);
    var counts = pick(many);
    assertEquals(many, counts.size());
    assertEquals(Set.of(1), Set.copyOf(counts.values()));
  }

  private int connects() {
    return helper.subchannels().stream().mapToInt(FakeSubchannel::connects).sum();
  }

  private Map<SocketAddress, Integer> pick(int times) {
    var counts = new HashMap<SocketAddress, Integer>();
    var args = new FakePickArgs();
    for (int i = 0; i < times; i++) {
      if (helper.pick(args) instanceof PickResult.To to) {
        counts.merge(to.subchannel().address(), 1, Integer::sum);
      }
    }
    return counts;
  }
}
