package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.call.LoadReportSource;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Picker;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All endpoints that are READY, in proportion to the weights that follow from their reports.
 *
 * <p>While two or more are READY a timer runs, which lets the picker look at the weights. See gRFC
 * A58.
 */
final class WeightedRoundRobinBalancer extends EndpointSharding<WeightedChild> {

  private final Function<Metadata, @Nullable LoadReport> trailers;
  private final LoadReportSource source;
  private WeightedConfig config = WeightedConfig.DEFAULT;
  private @Nullable WeightedPicker picker;
  private @Nullable Runnable timer;

  WeightedRoundRobinBalancer(
      BalancerHelper helper,
      Function<Metadata, @Nullable LoadReport> trailers,
      LoadReportSource source) {
    super(helper, Connecting.EAGER);
    this.trailers = trailers;
    this.source = source;
  }

  WeightedConfig config() {
    return config;
  }

  LoadReportSource source() {
    return source;
  }

  /** The report in the trailing metadata of a call, null for none. */
  @Nullable LoadReport reportOf(Metadata metadata) {
    return trailers.apply(metadata);
  }

  @Override
  public Status accept(BalancerUpdate update) {
    WeightedConfig former = config;
    config = update.config() instanceof WeightedConfig newer ? newer : WeightedConfig.DEFAULT;
    if (!config.asksLike(former)) {
      children().stream()
          .filter(EndpointChild::isStarted)
          .forEach(child -> child.balancer().watchAgain());
    }
    if (!config.updatePeriod().equals(former.updatePeriod())) {
      cancelTimer();
    }
    return super.accept(update);
  }

  @Override
  public void close() {
    cancelTimer();
    super.close();
  }

  @Override
  WeightedChild create(BalancerHelper child) {
    return new WeightedChild(child, this);
  }

  @Override
  Picker readyPicker(List<EndpointChild<WeightedChild>> ready) {
    picker = new WeightedPicker(ready, this);
    if (timer == null && ready.size() > 1) {
      timer = helper().timers().set(config.updatePeriod(), this::refresh);
    }
    return picker;
  }

  private void refresh() {
    timer = null;
    if (picker != null && children(ConnectivityState.READY).size() > 1) {
      picker.refresh();
      timer = helper().timers().set(config.updatePeriod(), this::refresh);
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.run();
      timer = null;
    }
  }
}
