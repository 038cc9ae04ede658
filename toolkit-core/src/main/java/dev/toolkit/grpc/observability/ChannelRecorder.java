package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.channel.ChannelEvent;
import dev.toolkit.grpc.channel.ChannelEvent.PolicyCounted;
import dev.toolkit.grpc.channel.ChannelEvent.PolicyMeasured;
import dev.toolkit.grpc.channel.ChannelListener;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;

/** Records what the balancing policies of a channel count and measure. See gRFC A78. */
final class ChannelRecorder implements ChannelListener {

  private final PolicyInstruments instruments;
  private final Attributes labels;

  ChannelRecorder(PolicyInstruments instruments, String target) {
    this.instruments = instruments;
    this.labels = Attributes.of(Recording.TARGET, target);
  }

  @Override
  public void happened(ChannelEvent event) {
    if (event instanceof PolicyCounted counted) {
      instruments.counter(counted.what()).add(counted.count(), labels);
    } else if (event instanceof PolicyMeasured measured) {
      DoubleHistogram histogram = instruments.histogram(measured.what());
      for (int i = 0; i < measured.count(); i++) {
        histogram.record(measured.values().applyAsDouble(i), labels);
      }
    }
  }
}
