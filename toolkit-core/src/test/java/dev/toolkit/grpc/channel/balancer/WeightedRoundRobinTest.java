package dev.toolkit.grpc.channel.balancer;

import static dev.toolkit.grpc.channel.FakeEndpoints.address;
import static dev.toolkit.grpc.channel.FakeEndpoints.first;
import static dev.toolkit.grpc.channel.FakeEndpoints.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.ChannelEvent;
import dev.toolkit.grpc.channel.FakeHelper;
import dev.toolkit.grpc.channel.FakePickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WeightedRoundRobinTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final WeightedConfig AT_ONCE = config("{'blackoutPeriod': '0s'}");
  private static final WeightedConfig OUT_OF_BAND =
      config("{'blackoutPeriod': '0s', 'enableOobLoadReport': true, 'oobReportingPeriod': '2s'}");

  /** A server that is asked for its reports. */
  private record Watch(Duration interval, Handler<LoadReport> listener) {}

  private final FakeHelper helper = new FakeHelper();
  private final List<Watch> watches = new ArrayList<>();
  private final WeightedRoundRobinBalancer balancer =
      new WeightedRoundRobinBalancer(helper, WeightedRoundRobinTest::reportIn, this::watch);

  @Test
  void callsFollowTheWeights() {
    ready(4, AT_ONCE);
    for (int i = 0; i < 4; i++) {
      report(i, load(100 * (i + 1), 0.5, 0));
    }
    helper.time().advance(SECOND);

    var counts = pick(100_000);

    for (int i = 0; i < 4; i++) {
      assertEquals(10_000.0 * (i + 1), counts.get(address(i)), 200.0 * (i + 1));
    }
  }

  @Test
  void manyServersGetTheirShares() {
    ready(100, AT_ONCE);
    for (int i = 0; i < 100; i++) {
      report(i, load(50 + i, 1, 0));
    }
    helper.time().advance(SECOND);

    var counts = pick(1_000_000);

    double sum = IntStream.range(50, 150).sum();
    for (int i = 0; i < 100; i++) {
      double share = 1_000_000 * (50 + i) / sum;
      assertEquals(share, counts.get(address(i)), share * 0.02, "server " + i);
    }
  }

  @Test
  void callsAreSpreadEvenlyUntilThereAreReports() {
    ready(3, AT_ONCE);
    report(0, load(100, 0.1, 0));
    helper.time().advance(SECOND);

    assertEquals(Map.of(address(0), 100, address(1), 100, address(2), 100), pick(300));
    assertTrue(counted("grpc.lb.wrr.rr_fallback") > 0);
    assertTrue(counted("grpc.lb.wrr.endpoint_weight_not_yet_usable") > 0);
    assertEquals(List.of(0.0, 0.0, 1_000.0), lastWeights());
  }

  @Test
  void aServerWithoutReportsCountsAsTheMeanOfTheOthers() {
    ready(3, AT_ONCE);
    report(0, load(100, 1, 0));
    report(1, load(300, 1, 0));
    helper.time().advance(SECOND);

    var counts = pick(60_000);

    assertEquals(10_000, counts.get(address(0)), 200);
    assertEquals(20_000, counts.get(address(2)), 400);
  }

  @Test
  void errorsCountAsUtilization() {
    var weight = new EndpointWeight();

    weight.report(load(100, 0.5, 50), 1.0, 0);
    assertEquals(100, weight.value());
    weight.report(load(100, 0.5, 50), 3.0, 0);
    assertEquals(50, weight.value());
    weight.report(load(100, 0.5, 50), 0, 0);
    assertEquals(200, weight.value());
  }

  @Test
  void theApplicationKnowsBetterThanTheProcessor() {
    var weight = new EndpointWeight();

    weight.report(load(100, 0.5, 0).withApplicationUtilization(0.25), 1.0, 0);

    assertEquals(400, weight.value());
  }

  @Test
  void aReportWithoutLoadSaysNothing() {
    var weight = new EndpointWeight();

    weight.report(load(0, 0.5, 0), 1.0, 0);
    weight.report(load(100, 0, 0), 1.0, 0);

    assertEquals(EndpointWeight.Use.NOT_YET, weight.use(AT_ONCE, 0));
  }

  @Test
  void aWeightCountsAfterTheBlackoutAndUntilItExpires() {
    var weight = new EndpointWeight();
    long second = SECOND.toNanos();
    var config = WeightedConfig.DEFAULT;

    weight.report(load(100, 1, 0), 1.0, 5 * second);
    assertEquals(EndpointWeight.Use.NOT_YET, weight.use(config, 15 * second - 1));
    assertEquals(EndpointWeight.Use.USABLE, weight.use(config, 15 * second));
    assertEquals(EndpointWeight.Use.USABLE, weight.use(config, 185 * second - 1));
    assertEquals(EndpointWeight.Use.STALE, weight.use(config, 185 * second));

    weight.report(load(100, 1, 0), 1.0, 186 * second);
    assertEquals(EndpointWeight.Use.NOT_YET, weight.use(config, 187 * second));
    assertEquals(EndpointWeight.Use.USABLE, weight.use(config, 196 * second));
  }

  @Test
  void aServerThatWasLostBeginsAnew() {
    ready(3, AT_ONCE);
    for (int i = 0; i < 3; i++) {
      report(i, load(i == 0 ? 900 : 300, 1, 0));
    }
    helper.time().advance(SECOND);

    helper.to(0).idle().ready();
    var counts = pick(30_000);

    assertEquals(10_000, counts.get(address(0)), 200);
  }

  @Test
  void weightsAreLookedAtAgainInTheUpdatePeriod() {
    ready(2, config("{'blackoutPeriod': '0s', 'weightUpdatePeriod': '5s'}"));
    pick(1);
    report(0, load(100, 1, 0));
    report(1, load(300, 1, 0));

    helper.time().advance(SECOND);
    assertEquals(200, pick(400).get(address(0)));

    helper.time().advance(Duration.ofSeconds(5));
    assertEquals(1_000, pick(4_000).get(address(0)), 20);
  }

  @Test
  void aShorterUpdatePeriodCountsAtOnce() {
    ready(2, config("{'blackoutPeriod': '0s', 'weightUpdatePeriod': '1000s'}"));
    pick(1);

    balancer.accept(update(first(2), AT_ONCE));
    pick(1);
    report(0, load(100, 1, 0));
    report(1, load(300, 1, 0));
    helper.time().advance(SECOND);

    assertEquals(1_000, pick(4_000).get(address(0)), 20);
  }

  @Test
  void oneServerNeedsNoTimer() {
    ready(1, AT_ONCE);
    pick(1);
    helper.time().advance(SECOND);

    assertEquals(0, helper.time().pending());
  }

  @Test
  void aVeryHeavyServerDoesNotMakePicksSlow() {
    double[] weights = new double[1_000];
    Arrays.fill(weights, 1);
    weights[0] = 1e9;
    var schedule = StrideSchedule.of(weights);

    long sequence = 0;
    for (int i = 0; i < 10_000; i++) {
      sequence = schedule.next(sequence) + 1;
    }

    assertTrue(sequence < 340_000, sequence + " places for 10,000 picks");
    assertTrue(sequence > 10_000, sequence + " places for 10,000 picks");
  }

  @Test
  void aVeryLightServerIsStillCalled() {
    var schedule = StrideSchedule.of(new double[] {1e-12, 1, 1});
    int light = 0;
    long sequence = 0;
    for (int i = 0; i < 100_000; i++) {
      long place = schedule.next(sequence);
      sequence = place + 1;
      light += schedule.index(place) == 0 ? 1 : 0;
    }

    assertTrue(light > 200, light + " of 100,000 calls");
  }

  @Test
  void serversAreAskedForReportsIfItIsConfigured() {
    ready(2, OUT_OF_BAND);
    assertEquals(2, watches.size());
    assertEquals(Duration.ofSeconds(2), watches.get(0).interval());

    watches.get(0).listener().handle(load(100, 1, 0));
    watches.get(1).listener().handle(load(300, 1, 0));
    report(0, load(9_000, 1, 0));
    helper.time().advance(SECOND);

    assertEquals(1_000, pick(4_000).get(address(0)), 20);
  }

  @Test
  void serversAreAskedOncePerConnection() {
    ready(1, OUT_OF_BAND);
    helper.to(0).idle();
    assertEquals(0, watches.size());

    helper.to(0).ready();
    assertEquals(1, watches.size());
    balancer.accept(update(first(1), OUT_OF_BAND));
    assertEquals(1, watches.size());
    balancer.accept(update(first(1), AT_ONCE));
    assertEquals(0, watches.size());
    balancer.accept(update(first(1), OUT_OF_BAND));
    assertEquals(1, watches.size());

    balancer.close();
    assertEquals(0, watches.size());
    assertEquals(0, helper.time().pending());
  }

  @Test
  void readsItsConfiguration() {
    assertEquals(WeightedConfig.DEFAULT, config("{}"));
    assertEquals(Duration.ofMillis(100), config("{'weightUpdatePeriod': '0.01s'}").updatePeriod());
    assertEquals(
        new WeightedConfig(
            true,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            0.5),
        config(
            "{'enableOobLoadReport': true, 'oobReportingPeriod': '1s', 'blackoutPeriod': '2s',"
                + " 'weightExpirationPeriod': '3s', 'weightUpdatePeriod': '4s',"
                + " 'errorUtilizationPenalty': 0.5}"));
  }

  @Test
  void refusesAWrongConfiguration() {
    assertEquals(
        "p.errorUtilizationPenalty is -1, must be at least 0",
        refused("{'errorUtilizationPenalty': -1}"));
    assertEquals(
        "p.blackoutPeriod is \"-1s\", must be at least 0s", refused("{'blackoutPeriod': '-1s'}"));
    assertEquals(
        "p.weightUpdatePeriod is 5, must be a duration such as \"1.5s\"",
        refused("{'weightUpdatePeriod': 5}"));
  }

  private static String refused(String json) {
    return assertThrows(IllegalArgumentException.class, () -> config(json)).getMessage();
  }

  private static WeightedConfig config(String json) {
    BalancerConfig config =
        new WeightedRoundRobinProvider(WeightedRoundRobinTest::reportIn, (c, i, l) -> () -> {})
            .parseConfig(new JsonObject(json.replace('\'', '"')), Policies.REGISTRY, "p");
    return (WeightedConfig) config;
  }

  private static LoadReport load(double requests, double utilization, double errors) {
    return LoadReport.EMPTY.withCpuUtilization(utilization).withRates(requests, errors);
  }

  /** The report that a test put into trailers: requests, utilization and errors. */
  private static LoadReport reportIn(Metadata trailers) {
    return load(
        Double.parseDouble(String.valueOf(trailers.get("requests"))),
        Double.parseDouble(String.valueOf(trailers.get("utilization"))),
        Double.parseDouble(String.valueOf(trailers.get("errors"))));
  }

  private Runnable watch(CallInvoker calls, Duration interval, Handler<LoadReport> listener) {
    var watch = new Watch(interval, listener);
    watches.add(watch);
    return () -> watches.remove(watch);
  }

  private void ready(int servers, WeightedConfig config) {
    balancer.accept(update(first(servers), config));
    helper.time().advance(Duration.ofMillis(10));
    for (int i = 0; i < servers; i++) {
      helper.to(i).calls(head -> null).ready();
    }
  }

  /** Lets a call to a server end with a report. */
  private void report(int n, LoadReport load) {
    var metadata =
        Metadata.of("requests", "" + load.rpsFractional())
            .with("utilization", "" + load.cpuUtilization())
            .with("errors", "" + load.eps());
    Subchannel server = helper.to(n);
    while (true) {
      if (helper.pick() instanceof PickResult.To to
          && to.subchannel() == server
          && to.tracker() != null) {
        to.tracker().started();
        to.tracker().ended(new Frame.Trailers(Status.OK, metadata));
        return;
      }
    }
  }

  private long counted(String what) {
    return helper.events().stream()
        .filter(event -> event instanceof ChannelEvent.PolicyCounted c && c.what().equals(what))
        .count();
  }

  /** The weights that were measured last, in order. */
  private List<Double> lastWeights() {
    return helper.events().stream()
        .filter(ChannelEvent.PolicyMeasured.class::isInstance)
        .map(ChannelEvent.PolicyMeasured.class::cast)
        .reduce((before, last) -> last)
        .map(m -> IntStream.range(0, m.count()).mapToObj(m.values()::applyAsDouble).sorted())
        .map(Stream::toList)
        .orElseThrow();
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
