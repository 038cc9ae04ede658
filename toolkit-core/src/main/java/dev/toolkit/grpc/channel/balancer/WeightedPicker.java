package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.ChannelEvent.PolicyCounted;
import dev.toolkit.grpc.channel.ChannelEvent.PolicyMeasured;
import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import java.util.List;

/**
 * Children in proportion to their weights, by a schedule that is made {@link #refresh anew} from
 * time to time.
 */
final class WeightedPicker implements Picker {

  private static final String COUNTS = "grpc.lb.wrr.";

  private final List<EndpointChild<WeightedChild>> children;
  private final WeightedRoundRobinBalancer parent;
  private StrideSchedule schedule;
  private long sequence;

  WeightedPicker(List<EndpointChild<WeightedChild>> children, WeightedRoundRobinBalancer parent) {
    this.children = children;
    this.parent = parent;
    this.schedule = newSchedule();
    this.sequence = parent.helper().random().nextInt(Integer.MAX_VALUE);
  }

  @Override
  public PickResult pick(PickArgs args) {
    long place = schedule.next(sequence);
    sequence = place + 1;
    return children.get(schedule.index(place)).picker().pick(args);
  }

  /** Looks at the weights anew. */
  void refresh() {
    schedule = newSchedule();
  }

  private StrideSchedule newSchedule() {
    double[] weights = new double[children.size()];
    int[] uses = new int[EndpointWeight.Use.values().length];
    long now = parent.helper().nanoTime();
    for (int i = 0; i < weights.length; i++) {
      EndpointWeight weight = children.get(i).balancer().weight();
      EndpointWeight.Use use = weight.use(parent.config(), now);
      uses[use.ordinal()]++;
      weights[i] = use == EndpointWeight.Use.USABLE ? weight.value() : 0;
    }
    boolean fallBack = uses[EndpointWeight.Use.USABLE.ordinal()] < 2;
    count("endpoint_weight_not_yet_usable", uses[EndpointWeight.Use.NOT_YET.ordinal()]);
    count("endpoint_weight_stale", uses[EndpointWeight.Use.STALE.ordinal()]);
    count("rr_fallback", fallBack ? 1 : 0);
    measure("endpoint_weights", weights);
    return fallBack ? StrideSchedule.equal(weights.length) : StrideSchedule.of(weights);
  }

  private void count(String what, int count) {
    if (count > 0) {
      parent
          .helper()
          .event(new PolicyCounted(WeightedRoundRobinProvider.NAME, COUNTS + what, count));
    }
  }

  private void measure(String what, double[] values) {
    parent
        .helper()
        .event(
            new PolicyMeasured(
                WeightedRoundRobinProvider.NAME, COUNTS + what, values.length, i -> values[i]));
  }
}
