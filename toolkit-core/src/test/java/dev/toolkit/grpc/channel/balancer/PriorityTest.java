package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.ConnectivityState.CONNECTING;
import static dev.toolkit.grpc.channel.ConnectivityState.IDLE;
import static dev.toolkit.grpc.channel.ConnectivityState.READY;
import static dev.toolkit.grpc.channel.ConnectivityState.TRANSIENT_FAILURE;
import static dev.toolkit.grpc.channel.FakeEndpoints.endpoint;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.PickResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorityTest {

  private static final Duration FAILOVER = Duration.ofSeconds(10);
  private static final Duration RETENTION = Duration.ofMinutes(15);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final String ROUND_ROBIN = "{'round_robin': {}}";

  private final FakeHelper helper = new FakeHelper();
  private final PriorityBalancer balancer = new PriorityBalancer(helper);

  @Test
  void onlyTheFirstChildConnects() {
    accept("p0", "p1");

    assertEquals(CONNECTING, helper.state());
    assertEquals(1, helper.subchannels().size());
    var first = helper.to(0).ready();

    assertSame(first, helper.picked());
    helper.time().advance(FAILOVER.multipliedBy(2));
    assertEquals(1, helper.subchannels().size());
  }

  @Test
  void theNextChildHasItsTurnWhenOneFails() {
    accept("p0", "p1");

    helper.to(0).fail("refused");

    assertEquals(CONNECTING, helper.state());
    assertEquals(PickResult.QUEUE, helper.pick());
    assertSame(helper.to(1).ready(), helper.picked());
  }

  @Test
  void theNextChildHasItsTurnAfterTheFailoverTime() {
    accept("p0", "p1");

    helper.time().advance(FAILOVER.minus(MOMENT));
    assertEquals(1, helper.subchannels().size());
    helper.time().advance(MOMENT);

    assertSame(helper.to(1).ready(), helper.picked());
    assertFalse(helper.to(0).isShut());
  }

  @Test
  void aBetterChildTakesOverWhenItIsReady() {
    accept("p0", "p1");
    helper.to(0).fail("refused");
    helper.to(1).ready();

    helper.to(0).idle();
    helper.to(0).connecting();
    assertSame(helper.to(1), helper.picked());
    helper.to(0).ready();

    assertSame(helper.to(0), helper.picked());
    assertEquals(READY, helper.state());
  }

  @Test
  void aChildThatIsNotUsedIsKeptForAQuarterOfAnHour() {
    accept("p0", "p1");
    helper.to(0).fail("refused");
    var second = helper.to(1).ready();
    helper.to(0).ready();

    helper.time().advance(RETENTION.minus(MOMENT));
    assertFalse(second.isShut());
    helper.time().advance(MOMENT);

    assertTrue(second.isShut());
    assertSame(helper.to(0), helper.picked());
  }

  @Test
  void aChildThatWasKeptServesAtOnce() {
    accept("p0", "p1");
    helper.to(0).fail("refused");
    var second = helper.to(1).ready();
    helper.to(0).ready();
    helper.time().advance(Duration.ofMinutes(14));

    helper.to(0).idle();
    helper.to(0).fail("refused");

    assertEquals(READY, helper.state());
    assertSame(second, helper.picked());
    helper.time().advance(RETENTION.multipliedBy(2));
    assertFalse(second.isShut());
  }

  @Test
  void aLostConnectionIsGivenTheFailoverTime() {
    accept("p0", "p1");
    helper.to(0).ready();

    helper.to(0).idle();
    assertEquals(CONNECTING, helper.state());
    helper.time().advance(FAILOVER.minus(MOMENT));
    assertEquals(1, helper.subchannels().size());
    helper.time().advance(MOMENT);

    assertSame(helper.to(1).ready(), helper.picked());
  }

  @Test
  void aChildThatFailedIsNotGivenTimeAgain() {
    accept(config("{'pick_first': {}}", "p0", "p1"), endpoints("p0", "p1"));
    helper.to(0).fail("refused");
    helper.to(1).ready();
    var used = helper.picked();

    helper.to(0).idle();
    helper.to(0).connecting();

    assertSame(helper.to(1), used);
    assertSame(used, helper.picked());
  }

  @Test
  void anIdleChildIsUsedAndWakesWithACall() {
    String ring = "{'ring_hash_experimental': {'requestHashHeader': 'user'}}";
    accept(config(ring, "p0", "p1"), endpoints("p0", "p1"));

    assertEquals(IDLE, helper.state());
    helper.time().advance(FAILOVER.multipliedBy(2));
    assertEquals(0, helper.subchannels().size());

    assertEquals(PickResult.QUEUE, helper.pick());
    assertEquals(CONNECTING, helper.state());
    helper.time().advance(FAILOVER);
    assertEquals(IDLE, helper.state());
    helper.pick();
    assertSame(helper.to(1).ready(), helper.picked());
  }

  @Test
  void theLastChildSaysHowItFails() {
    accept("p0", "p1");

    helper.to(0).fail("refused by the first");
    helper.to(1).fail("refused by the second");

    assertEquals(TRANSIENT_FAILURE, helper.state());
    assertEquals("refused by the second", helper.failure().message());
  }

  @Test
  void aChildWithoutEndpointsIsPassedByAtOnce() {
    accept(config(ROUND_ROBIN, "p0", "p1"), List.of(at("p1", 1)));

    assertSame(helper.to(1).ready(), helper.picked());
  }

  @Test
  void endpointsWithoutAPathAreForNobody() {
    Status status = accept(config(ROUND_ROBIN, "p0"), List.of(endpoint(0)));

    assertFalse(status.isOk());
    assertEquals(List.of(), helper.subchannels());
  }

  @Test
  void aChildThatIsNoLongerConfiguredIsKeptForAWhile() {
    accept("p0", "p1");
    var first = helper.to(0).ready();

    accept("p1");
    assertSame(helper.to(1).ready(), helper.picked());
    accept("p0", "p1");
    assertSame(first, helper.picked());
    accept("p1");
    helper.time().advance(RETENTION);

    assertTrue(first.isShut());
  }

  @Test
  void aNewFirstChildIsTriedWhileTheOthersWait() {
    accept(config(ROUND_ROBIN, "p1"), List.of(at("p1", 1)));
    helper.to(1).ready();

    accept("p0", "p1");
    assertEquals(CONNECTING, helper.state());
    helper.to(0).fail("refused");

    assertSame(helper.to(1), helper.picked());
    assertEquals(1, helper.to(1).connects());
  }

  @Test
  void prioritiesThatChangePlacesKeepTheirConnections() {
    accept("p0", "p1");
    helper.to(0).fail("refused");
    var second = helper.to(1).ready();

    accept("p1", "p0");

    assertSame(second, helper.picked());
    assertEquals(2, helper.subchannels().size());
  }

  @Test
  void withoutChildrenItFails() {
    accept("p0");
    var status = accept(config(ROUND_ROBIN), List.of());

    assertEquals(Code.UNAVAILABLE, status.code());
    assertEquals(TRANSIENT_FAILURE, helper.state());
    accept("p0");
    assertSame(helper.to(0).ready(), helper.picked());
  }

  @Test
  void aChildMayBeKeptFromAskingTheResolver() {
    var children =
        new JsonObject(
            ("{'a': {'config': [{'pick_first': {}}], 'ignoreReresolutionRequests': true},"
                    + "'b': {'config': [{'pick_first': {}}]}}")
                .replace('\'', '"'));
    var json = new JsonObject().put("children", children);
    json.put("priorities", new JsonArray().add("a").add("b"));
    balancer.accept(update(List.of(at("a", 0), at("b", 1)), parse(json)));

    helper.to(0).fail("refused");
    assertEquals(0, helper.resolves());

    helper.to(1).fail("refused");
    assertEquals(1, helper.resolves());
  }

  @Test
  void readsItsConfiguration() {
    var config = config(ROUND_ROBIN, "p0", "p1");

    assertEquals(List.of("p0", "p1"), config.priorities());
    assertEquals("round_robin", config.children().get("p1").policy().provider().policyName());
    assertFalse(config.children().get("p1").ignoresResolution());
  }

  @Test
  void refusesAWrongConfiguration() {
    assertWrong(
        "p.priorities is [\"a\"], must be the names of all children, which are []",
        "{'priorities': ['a']}");
    assertWrong(
        "p.priorities is [\"a\",\"a\"], must be each name once",
        "{'priorities': ['a', 'a'], 'children': {'a': {'config': [{'round_robin': {}}]}}}");
    assertWrong("p.priorities[0] is 5, must be a text", "{'priorities': [5]}");
    assertWrong("p.children.a.config is missing", "{'priorities': ['a'], 'children': {'a': {}}}");
    assertWrong("p.children.a is missing", "{'priorities': ['a'], 'children': {'a': null}}");
    assertWrong(
        "p.children.a.config[0].ring_hash_experimental.minRingSize is \"x\", must be a whole"
            + " number",
        "{'priorities': ['a'], 'children': {'a': {'config': [{'ring_hash_experimental':"
            + " {'minRingSize': 'x'}}]}}}");
  }

  private void accept(String... names) {
    accept(config(ROUND_ROBIN, names), endpoints(names));
  }

  private Status accept(PriorityConfig config, List<Endpoint> endpoints) {
    return balancer.accept(update(endpoints, config));
  }

  /** For each child p0, p1, ... the server of its number. */
  private static List<Endpoint> endpoints(String... names) {
    var endpoints = new ArrayList<Endpoint>();
    for (String name : names) {
      endpoints.add(at(name, name.charAt(1) - '0'));
    }
    return endpoints;
  }

  private static Endpoint at(String child, int server) {
    return endpoint(server).with(Endpoint.PATH, List.of(child));
  }

  private static PriorityConfig config(String policy, String... names) {
    var children = new JsonObject();
    var priorities = new JsonArray();
    for (String name : names) {
      priorities.add(name);
      children.put(name, new JsonObject(("{'config': [" + policy + "]}").replace('\'', '"')));
    }
    return parse(new JsonObject().put("children", children).put("priorities", priorities));
  }

  private static PriorityConfig parse(JsonObject json) {
    return (PriorityConfig) new PriorityProvider().parseConfig(json, Policies.REGISTRY, "p");
  }

  private static void assertWrong(String message, String json) {
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> parse(new JsonObject(json.replace('\'', '"'))));
    assertEquals(message, failure.getMessage());
  }
}
