package dev.toolkit.grpc.observability;

import static dev.toolkit.grpc.observability.RecordedShop.TARGET;
import static dev.toolkit.grpc.observability.RecordedShop.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.channel.ChannelEvent;
import dev.toolkit.grpc.channel.ChannelListener;
import dev.toolkit.grpc.channel.ConnectivityState;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelRecorderTest {

  private final RecordedShop shop = new RecordedShop();
  private final ChannelListener listener =
      GrpcTelemetry.create(shop.sdk(TextMapPropagator.noop())).channelListener(TARGET);

  @Test
  void countsOfAPolicyAddUp() {
    listener.happened(new ChannelEvent.PolicyCounted("wrr", "grpc.lb.wrr.rr_fallback", 1));
    listener.happened(new ChannelEvent.PolicyCounted("wrr", "grpc.lb.wrr.rr_fallback", 2));

    MetricData metric = metric();
    assertEquals("grpc.lb.wrr.rr_fallback", metric.getName());
    assertEquals("{update}", metric.getUnit());
    var point = only(List.copyOf(metric.getLongSumData().getPoints()));
    assertEquals(3, point.getValue());
    assertEquals(Attributes.of(Recording.TARGET, TARGET), point.getAttributes());
  }

  @Test
  void eachValueIsASampleOfAHistogram() {
    listener.happened(
        new ChannelEvent.PolicyMeasured("wrr", "grpc.lb.wrr.endpoint_weights", 3, i -> 10.0 * i));

    MetricData metric = metric();
    assertEquals("{endpoint}", metric.getUnit());
    var point = only(List.copyOf(metric.getHistogramData().getPoints()));
    assertEquals(3, point.getCount());
    assertEquals(30.0, point.getSum());
    assertEquals(0.0, point.getMin());
  }

  @Test
  void countOfAPolicyOfTheUserHasItsName() {
    listener.happened(new ChannelEvent.PolicyCounted("mine", "mine.moves", 7));

    assertEquals("mine.moves", metric().getName());
    assertEquals("1", metric().getUnit());
  }

  @Test
  void otherEventsAreNoMetrics() {
    listener.happened(
        new ChannelEvent.StateChanged(ConnectivityState.IDLE, ConnectivityState.CONNECTING));

    assertTrue(shop.metrics.collectAllMetrics().isEmpty());
  }

  private MetricData metric() {
    return only(List.copyOf(shop.metrics.collectAllMetrics()));
  }
}
