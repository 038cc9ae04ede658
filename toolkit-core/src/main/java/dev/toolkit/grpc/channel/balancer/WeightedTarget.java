package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.ForwardingHelper;
import dev.toolkit.grpc.channel.GracefulSwitchBalancer;
import dev.toolkit.grpc.channel.Picker;

/** A target of weighted_target: CONNECTING until it says otherwise. */
final class WeightedTarget extends ForwardingHelper {

  private final Runnable onChange;
  private final GracefulSwitchBalancer balancer = new GracefulSwitchBalancer(this);
  private int weight = 1;
  private ConnectivityState state = ConnectivityState.CONNECTING;
  private Picker picker = PickFirstBalancer.QUEUE;

  WeightedTarget(BalancerHelper helper, Runnable onChange) {
    super(helper);
    this.onChange = onChange;
  }

  GracefulSwitchBalancer balancer() {
    return balancer;
  }

  int weight() {
    return weight;
  }

  void weight(int newer) {
    weight = newer;
  }

  /**
   * How it counts: one that failed goes on counting as failed while it connects again, so that all
   * together are not CONNECTING for ever.
   */
  ConnectivityState state() {
    return state;
  }

  Picker picker() {
    return picker;
  }

  @Override
  public void update(ConnectivityState next, Picker nextPicker) {
    if (state != ConnectivityState.TRANSIENT_FAILURE || next != ConnectivityState.CONNECTING) {
      state = next;
    }
    picker = nextPicker;
    onChange.run();
  }
}
