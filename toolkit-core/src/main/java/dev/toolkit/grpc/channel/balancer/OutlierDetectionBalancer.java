package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ChannelEvent.EjectionChanged;
import dev.toolkit.grpc.channel.ChannelEvent.PolicyCounted;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.ForwardingHelper;
import dev.toolkit.grpc.channel.GracefulSwitchBalancer;
import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import dev.toolkit.grpc.channel.Subchannel;
import dev.toolkit.grpc.channel.balancer.OutlierDetectionConfig.FailurePercentage;
import dev.toolkit.grpc.channel.balancer.OutlierDetectionConfig.Sample;
import dev.toolkit.grpc.channel.balancer.OutlierDetectionConfig.SuccessRate;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Another policy, from whose choice the endpoints are taken whose calls fail.
 *
 * <p>At the end of each interval the calls that ended in it are looked at, by endpoint. Leaves hear
 * of an ejection as of a server that is not healthy, so that a policy whose leaves don't listen to
 * health, such as pick_first by itself, is not changed. Runs on the channel's event loop only. See
 * gRFC A50 and A61.
 */
final class OutlierDetectionBalancer extends ForwardingHelper implements Balancer {

  private static final String COUNTS = "grpc.lb.outlier_detection.";

  private final BalancerHelper helper;
  private final GracefulSwitchBalancer child;
  private Map<Set<SocketAddress>, OutlierEndpoint> endpoints = new LinkedHashMap<>();
  private @Nullable OutlierDetectionConfig config;
  private @Nullable Runnable timer;
  private long intervalBegan;
  private int ejected;

  OutlierDetectionBalancer(BalancerHelper helper) {
    super(helper);
    this.helper = helper;
    this.child = new GracefulSwitchBalancer(this);
  }

  @Override
  public Status accept(BalancerUpdate update) {
    var next = (OutlierDetectionConfig) update.config();
    Map<Set<SocketAddress>, OutlierEndpoint> gone = replace(update.endpoints());
    configure(next);
    Status status = child.accept(update.withConfig(next.child()));
    gone.values().forEach(endpoint -> takeBack(endpoint, "it was taken away"));
    return status;
  }

  @Override
  public void resolverFailed(Status failure) {
    child.resolverFailed(failure);
  }

  @Override
  public void exitIdle() {
    child.exitIdle();
  }

  @Override
  public void close() {
    cancelTimer();
    child.close();
    endpoints.values().forEach(endpoint -> takeBack(endpoint, "the channel has no balancer"));
  }

  @Override
  public Subchannel createSubchannel(
      SocketAddress address, Endpoint endpoint, Consumer<Subchannel.State> listener) {
    OutlierEndpoint known = endpoints.get(EndpointKeys.of(endpoint));
    return new OutlierSubchannel(
        super.createSubchannel(address, endpoint, listener),
        known == null ? new OutlierEndpoint(endpoint) : known);
  }

  @Override
  public void update(ConnectivityState state, Picker picker) {
    super.update(state, new Unwrapping(picker));
  }

  /** Keeps what is known of the endpoints that are still there; returns the others. */
  private Map<Set<SocketAddress>, OutlierEndpoint> replace(List<Endpoint> next) {
    var former = endpoints;
    endpoints = new LinkedHashMap<>();
    for (Endpoint endpoint : next) {
      Set<SocketAddress> key = EndpointKeys.of(endpoint);
      OutlierEndpoint known = former.remove(key);
      if (known != null) {
        known.endpoint(endpoint);
        endpoints.put(key, known);
      } else {
        endpoints.computeIfAbsent(key, absent -> new OutlierEndpoint(endpoint));
      }
    }
    return former;
  }

  private void configure(OutlierDetectionConfig next) {
    OutlierDetectionConfig former = config;
    config = next;
    if (!next.ejects()) {
      cancelTimer();
      endpoints.values().forEach(this::forgive);
    } else if (timer == null) {
      intervalBegan = helper.nanoTime();
      endpoints.values().forEach(OutlierEndpoint::forgetCalls);
      setTimer(next.interval());
    } else if (former == null || !next.interval().equals(former.interval())) {
      cancelTimer();
      Duration left = next.interval().minusNanos(helper.nanoTime() - intervalBegan);
      setTimer(left.isNegative() ? Duration.ZERO : left);
    }
  }

  private void forgive(OutlierEndpoint endpoint) {
    endpoint.forgive();
    takeBack(endpoint, "outlier detection was switched off");
  }

  private void setTimer(Duration delay) {
    timer = helper.timers().set(delay, this::intervalEnded);
  }

  private void intervalEnded() {
    OutlierDetectionConfig now = config;
    intervalBegan = helper.nanoTime();
    endpoints.values().forEach(OutlierEndpoint::endInterval);
    if (now.successRate() != null) {
      compare(now.successRate());
    }
    if (now.failurePercentage() != null) {
      look(now.failurePercentage());
    }
    endpoints.values().forEach(this::takeBackInTime);
    setTimer(now.interval());
  }

  /** Ejects the endpoints whose success rate is far below that of the others. */
  private void compare(SuccessRate rule) {
    List<OutlierEndpoint> sample = sample(rule.sample());
    double mean = sample.stream().mapToDouble(OutlierEndpoint::successRate).average().orElse(0);
    double variance =
        sample.stream()
            .mapToDouble(each -> Math.pow(each.successRate() - mean, 2))
            .average()
            .orElse(0);
    double required = mean - Math.sqrt(variance) * rule.stdevFactor() / 1000;
    for (OutlierEndpoint each : sample) {
      if (each.successRate() < required) {
        eject(each, rule.sample(), "success rate " + each.successRate() + " is below " + required);
      }
    }
  }

  /** Ejects the endpoints of whose calls too many failed. */
  private void look(FailurePercentage rule) {
    for (OutlierEndpoint each : sample(rule.sample())) {
      double failed = each.failurePercentage();
      if (failed > rule.threshold()) {
        eject(each, rule.sample(), failed + " % of calls failed, allowed are " + rule.threshold());
      }
    }
  }

  private List<OutlierEndpoint> sample(Sample rule) {
    long volume = Math.max(1, rule.requestVolume());
    List<OutlierEndpoint> sample =
        endpoints.values().stream().filter(each -> each.volume() >= volume).toList();
    return sample.size() < rule.minimumHosts() ? List.of() : sample;
  }

  private void eject(OutlierEndpoint endpoint, Sample rule, String reason) {
    if (endpoint.isEjected()) {
      return;
    }
    if (isFull() || helper.random().nextInt(100) >= rule.enforcementPercent()) {
      count("ejections_unenforced");
      return;
    }
    ejected++;
    endpoint.eject(intervalBegan);
    count("ejections_enforced");
    helper.event(new EjectionChanged(endpoint.endpoint(), true, reason));
  }

  /** Whether as many are ejected as may be; the last one may be beyond the limit. */
  private boolean isFull() {
    return ejected * 100.0 / endpoints.size() >= config.maxPercent();
  }

  private void takeBackInTime(OutlierEndpoint endpoint) {
    if (!endpoint.isEjected()) {
      endpoint.lessen();
      return;
    }
    Duration time = Duration.ofNanos(intervalBegan - endpoint.ejectedSince());
    if (time.compareTo(config.times().nth(endpoint.multiplier())) >= 0) {
      takeBack(endpoint, "its time is over");
    }
  }

  private void takeBack(OutlierEndpoint endpoint, String reason) {
    if (endpoint.isEjected()) {
      ejected--;
      endpoint.uneject();
      helper.event(new EjectionChanged(endpoint.endpoint(), false, reason));
    }
  }

  private void count(String what) {
    helper.event(new PolicyCounted(OutlierDetectionProvider.NAME, COUNTS + what, 1));
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.run();
      timer = null;
    }
  }

  /** Gives the channel its own subchannels, and lets endpoints hear of their calls. */
  private record Unwrapping(Picker picker) implements Picker {

    @Override
    public PickResult pick(PickArgs args) {
      PickResult result = picker.pick(args);
      return result instanceof PickResult.To to
              && to.subchannel() instanceof OutlierSubchannel subchannel
          ? subchannel.unwrapped(to)
          : result;
    }
  }
}
