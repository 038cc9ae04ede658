package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.FakeEndpoints.address;
import static dev.toolkit.grpc.channel.FakeEndpoints.endpoints;
import static dev.toolkit.grpc.channel.FakeEndpoints.first;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.channel.ChannelEvent;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakeSubchannel;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutlierDetectionTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final String BY_FAILURES =
      "'failurePercentageEjection': {'minimumHosts': 3, 'requestVolume': 10}";
  private static final String BY_RATE =
      "'successRateEjection': {'minimumHosts': 3, 'requestVolume': 10, 'stdevFactor': 1000}";

  private final FakeHelper helper = new FakeHelper();
  private final OutlierDetectionBalancer balancer = new OutlierDetectionBalancer(helper);

  @Test
  void anEndpointWhoseCallsFailIsNotChosen() {
    ready(5, BY_FAILURES);

    callAll(10, 2);
    endInterval();

    assertEquals(addresses(0, 1, 3, 4), chosen());
    assertEquals(ConnectivityState.READY, helper.state());
  }

  @Test
  void picksAreOfTheChannelsOwnSubchannels() {
    ready(2, BY_FAILURES);

    for (int i = 0; i < 10; i++) {
      assertTrue(helper.subchannels().contains(helper.picked()));
    }
    assertSame(helper.pick(), again(2));
  }

  @Test
  void anEndpointIsTakenBackWhenItsTimeIsOver() {
    ready(5, BY_FAILURES);
    callAll(10, 2);
    endInterval();

    for (int i = 0; i < 2; i++) {
      endInterval();
      assertEquals(addresses(0, 1, 3, 4), chosen());
    }
    endInterval();

    assertEquals(addresses(0, 1, 2, 3, 4), chosen());
  }

  @Test
  void eachTimeItIsOutForLonger() {
    ready(5, BY_FAILURES);
    ejectOnce(2, 3);

    ejectOnce(2, 6);
  }

  @Test
  void timesThatAreLongAgoAreForgotten() {
    ready(5, BY_FAILURES);
    ejectOnce(2, 3);
    endInterval();

    ejectOnce(2, 3);
  }

  @Test
  void itIsOutForTheMaximumAtMost() {
    ready(5, BY_FAILURES + ", 'maxEjectionTime': '40s'");
    ejectOnce(2, 3);

    ejectOnce(2, 4);
  }

  @Test
  void theBaseTimeIsAtLeastTheMaximum() {
    ready(5, BY_FAILURES + ", 'maxEjectionTime': '1s'");

    ejectOnce(2, 3);
    ejectOnce(2, 3);
  }

  @Test
  void anEndpointFarBelowTheOthersIsAnOutlier() {
    ready(5, BY_RATE);

    for (int server = 0; server < 5; server++) {
      call(server, server == 4 ? 15 : 19, Code.OK);
      call(server, server == 4 ? 5 : 1, Code.UNAVAILABLE);
    }
    endInterval();

    assertEquals(addresses(0, 1, 2, 3), chosen());
  }

  @Test
  void whereAllFailAlikeNoneIsAnOutlier() {
    ready(5, BY_RATE);

    callAll(10, 0, 1, 2, 3, 4);
    endInterval();

    assertEquals(addresses(0, 1, 2, 3, 4), chosen());
  }

  @Test
  void tooFewHostsOrCallsSayNothing() {
    ready(5, BY_FAILURES);

    callAll(9, 2);
    endInterval();
    assertEquals(addresses(0, 1, 2, 3, 4), chosen());

    call(1, 10, Code.OK);
    call(2, 10, Code.INTERNAL);
    endInterval();
    assertEquals(addresses(0, 1, 2, 3, 4), chosen());
  }

  @Test
  void theThresholdItselfIsNotTooMuch() {
    ready(
        3,
        "'maxEjectionPercent': 100, 'failurePercentageEjection':"
            + " {'threshold': 50, 'minimumHosts': 1, 'requestVolume': 1}");
    call(0, 5, Code.OK);
    call(0, 5, Code.INTERNAL);
    call(1, 4, Code.OK);
    call(1, 5, Code.INTERNAL);

    endInterval();

    assertEquals(addresses(0, 2), chosen());
  }

  @Test
  void noMoreAreEjectedThanMayBe() {
    ready(5, BY_FAILURES + ", 'maxEjectionPercent': 40");

    callAll(10, 0, 1, 2, 3);
    endInterval();

    assertEquals(addresses(2, 3, 4), chosen());
    assertEquals(2, counted("ejections_unenforced"));
    assertEquals(2, counted("ejections_enforced"));
  }

  @Test
  void atLeastOneMayBeEjectedUnlessThePercentageIsZero() {
    ready(5, BY_FAILURES + ", 'maxEjectionPercent': 0");
    callAll(10, 0);
    endInterval();
    assertEquals(addresses(0, 1, 2, 3, 4), chosen());

    accept(5, BY_FAILURES + ", 'maxEjectionPercent': 1");
    callAll(10, 0);
    endInterval();
    assertEquals(addresses(1, 2, 3, 4), chosen());
  }

  @Test
  void enforcementIsByChance() {
    ready(
        100,
        "'maxEjectionPercent': 100, 'failurePercentageEjection':"
            + " {'enforcementPercentage': 30, 'minimumHosts': 1, 'requestVolume': 1}");

    callAll(1, IntStream.range(0, 99).toArray());
    endInterval();

    int left = chosen().size();
    assertTrue(left > 50 && left < 90, left + " are left");
  }

  @Test
  void allEjectedIsAFailure() {
    ready(3, BY_FAILURES + ", 'maxEjectionPercent': 100");

    callAll(10, 0, 1, 2);
    endInterval();

    assertEquals(ConnectivityState.TRANSIENT_FAILURE, helper.state());
    assertTrue(helper.failure().message().contains("ejected by outlier detection"));
  }

  @Test
  void anEjectedEndpointThatConnectsAgainStaysOut() {
    ready(5, BY_FAILURES);
    callAll(10, 2);
    endInterval();

    helper.to(2).idle();
    helper.to(2).ready();

    assertEquals(addresses(0, 1, 3, 4), chosen());
  }

  @Test
  void aServerThatIsNotHealthyWhenItIsTakenBackIsNotChosen() {
    ready(5, BY_FAILURES);
    callAll(10, 2);
    endInterval();
    helper.to(2).health(Subchannel.State.failure(Status.of(Code.UNAVAILABLE, "shutting down")));

    helper.time().advance(INTERVAL.multipliedBy(3));
    assertEquals(addresses(0, 1, 3, 4), chosen());

    helper.to(2).health(Subchannel.State.of(ConnectivityState.READY));
    assertEquals(addresses(0, 1, 2, 3, 4), chosen());
  }

  @Test
  void ejectionsAreTold() {
    ready(5, BY_FAILURES);
    callAll(10, 2);
    endInterval();
    helper.time().advance(INTERVAL.multipliedBy(3));

    var told = ejections();

    assertEquals(2, told.size());
    assertEquals(List.of(address(2)), told.get(0).endpoint().addresses());
    assertTrue(told.get(0).ejected());
    assertEquals("100.0 % of calls failed, allowed are 85", told.get(0).reason());
    assertFalse(told.get(1).ejected());
  }

  @Test
  void whoIsTakenAwayIsToldAsTakenBack() {
    ready(5, BY_FAILURES);
    callAll(10, 2, 3);
    endInterval();

    balancer.accept(update(endpoints(0, 1), config(BY_FAILURES)));
    assertFalse(ejections().get(1).ejected());

    assertEquals(0, ejections().stream().mapToInt(each -> each.ejected() ? 1 : -1).sum());
  }

  @Test
  void withoutARuleAllAreTakenBackAndNoTimerRuns() {
    ready(5, BY_FAILURES);
    callAll(10, 2);
    endInterval();

    accept(5, "'interval': '10s'");

    assertEquals(addresses(0, 1, 2, 3, 4), chosen());
    assertEquals(0, helper.time().pending());
  }

  @Test
  void aChangedIntervalCountsFromItsBeginning() {
    ready(5, BY_FAILURES);
    helper.time().advance(Duration.ofSeconds(4));
    accept(5, BY_FAILURES + ", 'interval': '5s'");
    callAll(10, 2);

    helper.time().advance(Duration.ofMillis(999));
    assertEquals(addresses(0, 1, 2, 3, 4), chosen());
    helper.time().advance(Duration.ofMillis(1));

    assertEquals(addresses(0, 1, 3, 4), chosen());
  }

  @Test
  void callsOfAnEarlierIntervalAreForgotten() {
    ready(5, BY_FAILURES);
    callAll(6, 2);
    endInterval();
    callAll(6, 2);

    endInterval();

    assertEquals(addresses(0, 1, 2, 3, 4), chosen());
  }

  @Test
  void pickFirstByItselfIsNotChanged() {
    String json =
        "{'maxEjectionPercent': 100, 'failurePercentageEjection':"
            + " {'minimumHosts': 1, 'requestVolume': 1}, 'childPolicy': [{'pick_first': {}}]}";
    balancer.accept(update(first(1), parse(json)));
    helper.to(0).ready();

    call(0, 5, Code.INTERNAL);
    endInterval();

    assertEquals(ConnectivityState.READY, helper.state());
  }

  @Test
  void theTrackerOfTheChildStillHears() {
    String json = "{" + BY_FAILURES + ", 'childPolicy': [{'least_request_experimental': {}}]}";
    balancer.accept(update(first(2), parse(json)));
    helper.subchannels().forEach(FakeSubchannel::ready);
    var trackers = new HashSet<Object>();
    for (int i = 0; i < 100; i++) {
      var to = assertInstanceOf(PickResult.To.class, helper.pick());
      to.tracker().started();
      trackers.add(to.subchannel());
      if (to.subchannel() == helper.to(0)) {
        to.tracker().ended(new Frame.Trailers(Status.OK, Metadata.EMPTY));
      }
    }

    int busy = 0;
    for (int i = 0; i < 100; i++) {
      busy += helper.picked() == helper.to(1) ? 1 : 0;
    }

    assertEquals(2, trackers.size());
    assertTrue(busy < 50, busy + " of 100 calls go to the busy server");
  }

  @Test
  void readsItsConfiguration() {
    var config = parse("{'childPolicy': [{'unknown': {}}, {'round_robin': {}}]}");

    assertEquals(INTERVAL, config.interval());
    assertEquals(Duration.ofSeconds(30), config.times().base());
    assertEquals(Duration.ofSeconds(300), config.times().max());
    assertEquals(10, config.maxPercent());
    assertFalse(config.ejects());
    assertEquals("round_robin", config.child().provider().policyName());
    config =
        parse(
            "{'successRateEjection': {}, 'failurePercentageEjection': {'threshold': 1},"
                + " 'childPolicy': [{'round_robin': {}}]}");
    assertEquals(
        new OutlierDetectionConfig.SuccessRate(
            1900, new OutlierDetectionConfig.Sample(100, 5, 100)),
        config.successRate());
    assertEquals(
        new OutlierDetectionConfig.FailurePercentage(
            1, new OutlierDetectionConfig.Sample(100, 5, 50)),
        config.failurePercentage());
  }

  @Test
  void refusesAWrongConfiguration() {
    String child = "'childPolicy': [{'round_robin': {}}]";
    assertWrong("p.childPolicy is missing", "{}");
    assertWrong("p.interval is \"0s\", must be more than 0s", "{'interval': '0s'," + child + "}");
    assertWrong(
        "p.baseEjectionTime is \"-1s\", must be at least 0s",
        "{'baseEjectionTime': '-1s'," + child + "}");
    assertWrong(
        "p.maxEjectionPercent is 101, must be from 0 to 100",
        "{'maxEjectionPercent': 101," + child + "}");
    assertWrong(
        "p.failurePercentageEjection.threshold is 200, must be from 0 to 100",
        "{'failurePercentageEjection': {'threshold': 200}," + child + "}");
    assertWrong(
        "p.successRateEjection is 5, must be an object",
        "{'successRateEjection': 5," + child + "}");
    assertWrong(
        "p.childPolicy[0].least_request_experimental.choiceCount is 1, must be at least 2",
        "{'childPolicy': [{'least_request_experimental': {'choiceCount': 1}}]}");
  }

  private void ejectOnce(int server, int intervals) {
    callAll(10, server);
    endInterval();
    for (int i = 0; i < intervals; i++) {
      assertFalse(chosen().contains(address(server)), "after " + i + " intervals");
      endInterval();
    }
    assertTrue(chosen().contains(address(server)));
  }

  private void ready(int servers, String fields) {
    accept(servers, fields);
    helper.time().advance(Duration.ofNanos(0));
    while (helper.subchannels().size() < servers) {
      helper.time().advance(Duration.ofNanos(0));
    }
    helper.subchannels().forEach(FakeSubchannel::ready);
  }

  private void accept(int servers, String fields) {
    balancer.accept(update(first(servers), config(fields)));
  }

  private void endInterval() {
    helper.time().advance(INTERVAL);
  }

  /** Each server that is chosen answers so many calls, those that are named with a failure. */
  private void callAll(int calls, int... failing) {
    Set<SocketAddress> bad = addresses(failing);
    Set<SocketAddress> left = new HashSet<>(chosen());
    for (SocketAddress server : left) {
      call(server, calls, bad.contains(server) ? Code.UNAVAILABLE : Code.OK);
    }
  }

  private void call(int server, int calls, Code code) {
    call(address(server), calls, code);
  }

  private void call(SocketAddress server, int calls, Code code) {
    int done = 0;
    while (done < calls) {
      if (helper.pick() instanceof PickResult.To to && to.subchannel().address().equals(server)) {
        to.tracker().started();
        to.tracker().ended(new Frame.Trailers(Status.of(code, "said so"), Metadata.EMPTY));
        done++;
      }
    }
  }

  private Set<SocketAddress> chosen() {
    var chosen = new HashSet<SocketAddress>();
    for (int i = 0; i < helper.subchannels().size() * 2; i++) {
      chosen.add(helper.picked().address());
    }
    return chosen;
  }

  private PickResult again(int times) {
    PickResult result = helper.pick();
    for (int i = 1; i < times; i++) {
      result = helper.pick();
    }
    return result;
  }

  private List<ChannelEvent.EjectionChanged> ejections() {
    return helper.events().stream()
        .filter(ChannelEvent.EjectionChanged.class::isInstance)
        .map(ChannelEvent.EjectionChanged.class::cast)
        .toList();
  }

  private long counted(String what) {
    return helper.events().stream()
        .filter(
            event ->
                event instanceof ChannelEvent.PolicyCounted counted
                    && counted.what().equals("grpc.lb.outlier_detection." + what))
        .count();
  }

  private static Set<SocketAddress> addresses(int... servers) {
    var addresses = new HashSet<SocketAddress>();
    IntStream.of(servers).forEach(server -> addresses.add(address(server)));
    return addresses;
  }

  private static OutlierDetectionConfig config(String fields) {
    return parse("{" + fields + ", 'childPolicy': [{'round_robin': {}}]}");
  }

  private static OutlierDetectionConfig parse(String json) {
    return (OutlierDetectionConfig)
        new OutlierDetectionProvider()
            .parseConfig(new JsonObject(json.replace('\'', '"')), Policies.REGISTRY, "p");
  }

  private static void assertWrong(String message, String json) {
    var failure = assertThrows(IllegalArgumentException.class, () -> parse(json));
    assertEquals(message, failure.getMessage());
  }
}
