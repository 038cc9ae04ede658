package dev.toolkit.grpc.observability;

import static dev.toolkit.grpc.observability.RecordedShop.BUY;
import static dev.toolkit.grpc.observability.RecordedShop.FLAKY;
import static dev.toolkit.grpc.observability.RecordedShop.MISSING;
import static dev.toolkit.grpc.observability.RecordedShop.TARGET;
import static dev.toolkit.grpc.observability.RecordedShop.WAIT;
import static dev.toolkit.grpc.observability.RecordedShop.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcTelemetryTest {

  private final RecordedShop shop = new RecordedShop();

  @Test
  void callAndAttemptOfAClientAreMeasured() {
    shop.call(BUY, "hi");

    var labels = labels("shop.Shop/Buy", "OK");
    assertEquals(1, started("grpc.client.attempt.started", target("shop.Shop/Buy")));
    assertEquals(1, point("grpc.client.call.duration", labels).getCount());
    assertEquals(1, point("grpc.client.attempt.duration", labels).getCount());
    assertEquals(
        4.0, point("grpc.client.attempt.sent_total_compressed_message_size", labels).getSum());
    assertEquals(
        10.0, point("grpc.client.attempt.rcvd_total_compressed_message_size", labels).getSum());
  }

  @Test
  void durationsAreSeconds() {
    shop.call(BUY, "hi");

    var labels = labels("shop.Shop/Buy", "OK");
    double attempt = point("grpc.client.attempt.duration", labels).getSum();
    double call = point("grpc.client.call.duration", labels).getSum();
    assertTrue(attempt >= 1 && call > attempt, "the clock goes on by 1 s at each reading: " + call);
  }

  @Test
  void cancelledCallOfAServerIsMeasured() {
    shop.call(WAIT, "hi");

    var labels = Attributes.of(Recording.METHOD, "shop.Shop/Wait", Recording.STATUS, "CANCELLED");
    assertEquals(1, point("grpc.server.call.duration", labels).getCount());
    assertEquals(
        1, point("grpc.client.call.duration", labels("shop.Shop/Wait", "CANCELLED")).getCount());
  }

  @Test
  void callOfAServerIsMeasured() {
    shop.call(BUY, "hi");

    var labels = Attributes.of(Recording.METHOD, "shop.Shop/Buy", Recording.STATUS, Code.OK.name());
    var method = Attributes.of(Recording.METHOD, "shop.Shop/Buy");
    assertEquals(1, started("grpc.server.call.started", method));
    assertEquals(1, point("grpc.server.call.duration", labels).getCount());
    assertEquals(
        10.0, point("grpc.server.call.sent_total_compressed_message_size", labels).getSum());
    assertEquals(
        4.0, point("grpc.server.call.rcvd_total_compressed_message_size", labels).getSum());
  }

  @Test
  void unitsAndBucketsAreThoseOfTheProposal() {
    shop.call(BUY, "hi");

    var duration = metric("grpc.client.call.duration");
    var boundaries = duration.getHistogramData().getPoints().iterator().next().getBoundaries();
    assertEquals("s", duration.getUnit());
    assertEquals(41, boundaries.size());
    assertEquals(List.of(0.0, 0.00001, 0.00005), boundaries.subList(0, 3));
    assertEquals("{attempt}", metric("grpc.client.attempt.started").getUnit());
    assertEquals("{call}", metric("grpc.server.call.started").getUnit());
    assertEquals("By", metric("grpc.server.call.sent_total_compressed_message_size").getUnit());
  }

  @Test
  void failureIsALabel() {
    shop.call(BUY, "");

    assertEquals(
        1, point("grpc.client.call.duration", labels("shop.Shop/Buy", "NOT_FOUND")).getCount());
    var served = Attributes.of(Recording.METHOD, "shop.Shop/Buy", Recording.STATUS, "NOT_FOUND");
    assertEquals(1, point("grpc.server.call.duration", served).getCount());
  }

  @Test
  void methodsThatAreMadeUpAreOther() {
    shop.call(sdk(), method -> !method.contains("Missing"), MISSING, "hi");

    assertEquals(
        1, point("grpc.client.call.duration", labels("other", "UNIMPLEMENTED")).getCount());
    var served = Attributes.of(Recording.METHOD, "other", Recording.STATUS, "UNIMPLEMENTED");
    assertEquals(1, point("grpc.server.call.duration", served).getCount());
    assertTrue(
        shop.spans.getFinishedSpanItems().stream().anyMatch(s -> s.getName().equals("Recv.other")));
  }

  @Test
  void withoutProvidersNothingIsRecordedAndCallsGoOn() {
    assertEquals("hi there", shop.call(OpenTelemetry.noop(), method -> true, BUY, "hi"));
  }

  @Test
  void eachAttemptIsMeasuredAndTheCallOnce() {
    shop.call(FLAKY, "hi");

    assertEquals(2, started("grpc.client.attempt.started", target("shop.Shop/Flaky")));
    for (String status : List.of("UNAVAILABLE", "OK")) {
      var labels = labels("shop.Shop/Flaky", status);
      assertEquals(1, point("grpc.client.attempt.duration", labels).getCount());
    }
    var all = metric("grpc.client.call.duration").getHistogramData().getPoints();
    assertEquals(labels("shop.Shop/Flaky", "OK"), only(List.copyOf(all)).getAttributes());
  }

  @Test
  void whatPoliciesCountIsCounted() {
    shop.call(BUY, "hi");

    var name = "grpc.lb.pick_first.connection_attempts_succeeded";
    assertEquals(1, started(name, Attributes.of(Recording.TARGET, TARGET)));
    assertEquals("{attempt}", metric(name).getUnit());
  }

  private OpenTelemetry sdk() {
    return shop.sdk(TextMapPropagator.noop());
  }

  private static Attributes target(String method) {
    return Attributes.of(Recording.METHOD, method, Recording.TARGET, TARGET);
  }

  private static Attributes labels(String method, String status) {
    return target(method).toBuilder().put(Recording.STATUS, status).build();
  }

  private MetricData metric(String name) {
    return only(
        shop.metrics.collectAllMetrics().stream()
            .filter(metric -> metric.getName().equals(name))
            .toList());
  }

  private HistogramPointData point(String metric, Attributes labels) {
    return only(
        metric(metric).getHistogramData().getPoints().stream()
            .filter(point -> point.getAttributes().equals(labels))
            .toList());
  }

  private long started(String metric, Attributes labels) {
    return only(metric(metric).getLongSumData().getPoints().stream()
            .filter(point -> point.getAttributes().equals(labels))
            .toList())
        .getValue();
  }
}
