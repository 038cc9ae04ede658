package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.channel.ChannelEvent;
import dev.toolkit.grpc.channel.ChannelEvent.PolicyCounted;
import dev.toolkit.grpc.channel.ChannelListener;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;

/** Counts what the balancing policies of a channel count. See gRFC A78. */
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
      LongCounter counter = instruments.counter(counted.what());
      counter.add(counted.count(), labels);
    }
  }
}
