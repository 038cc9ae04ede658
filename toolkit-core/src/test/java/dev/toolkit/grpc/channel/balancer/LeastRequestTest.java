package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.FakeEndpoints.first;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.channel.AttemptTracker;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakeSubchannel;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LeastRequestTest {

  private static final Frame.Trailers DONE = new Frame.Trailers(Status.OK, Metadata.EMPTY);

  private final FakeHelper helper = new FakeHelper();
  private final LeastRequestBalancer balancer = new LeastRequestBalancer(helper);
  private final Map<Subchannel, Queue<AttemptTracker>> inFlight = new HashMap<>();

  @Test
  void callsAvoidTheBusyServer() {
    ready(2, 10);
    var busy = helper.to(0);
    for (int i = 0; i < 10; i++) {
      call();
    }
    finish(helper.to(1));

    for (int i = 0; i < 4; i++) {
      call();
    }

    assertEquals(5, inFlight.get(busy).size());
    assertEquals(4, inFlight.get(helper.to(1)).size());
  }

  @Test
  void callsThatLastSpreadEvenly() {
    ready(10, 2);

    for (int i = 0; i < 10_000; i++) {
      call();
    }

    var counts = inFlight.values().stream().map(Queue::size).toList();
    assertTrue(Collections.min(counts) > 980 && Collections.max(counts) < 1_020, counts.toString());
  }

  @Test
  void aCallThatEndsCountsNoMore() {
    ready(2, 10);
    call();
    var first = inFlight.keySet().iterator().next();
    finish(first);
    assertEquals(0, counted(0) + counted(1));

    call();
    call();

    assertEquals(1, counted(0));
    assertEquals(1, counted(1));
  }

  @Test
  void countsStayWhenOtherServersComeAndGo() {
    ready(2, 10);
    for (int i = 0; i < 6; i++) {
      call();
    }

    balancer.accept(update(first(3), new LeastRequestConfig(10)));
    helper.to(2).ready();
    for (int i = 0; i < 3; i++) {
      call();
    }

    assertEquals(3, inFlight.get(helper.to(2)).size());
  }

  @Test
  void theSameResultServesAllAttempts() {
    ready(1, 2);

    assertSame(helper.pick(), helper.pick());
  }

  @Test
  void readsItsConfiguration() {
    var provider = new LeastRequestProvider();

    assertEquals(new LeastRequestConfig(2), parse(provider, new JsonObject()));
    assertEquals(
        new LeastRequestConfig(3), parse(provider, new JsonObject().put("choiceCount", 3)));
    assertEquals(
        new LeastRequestConfig(10), parse(provider, new JsonObject().put("choiceCount", 11)));
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> parse(provider, new JsonObject().put("choiceCount", 1)));
    assertEquals("p.choiceCount is 1, must be at least 2", failure.getMessage());
  }

  private static Object parse(LeastRequestProvider provider, JsonObject json) {
    return provider.parseConfig(json, Policies.REGISTRY, "p");
  }

  private int counted(int n) {
    return new ArrayList<>(balancer.children())
        .stream()
            .filter(child -> child.endpoint().addresses().contains(helper.to(n).address()))
            .mapToInt(child -> child.balancer().inFlight())
            .sum();
  }

  private void ready(int servers, int choices) {
    balancer.accept(update(first(servers), new LeastRequestConfig(choices)));
    helper.subchannels().forEach(FakeSubchannel::ready);
  }

  private void call() {
    if (helper.pick() instanceof PickResult.To to && to.tracker() != null) {
      to.tracker().started();
      inFlight.computeIfAbsent(to.subchannel(), key -> new ArrayDeque<>()).add(to.tracker());
    }
  }

  private void finish(Subchannel subchannel) {
    var calls = inFlight.get(subchannel);
    while (!calls.isEmpty()) {
      calls.remove().ended(DONE);
    }
  }
}
