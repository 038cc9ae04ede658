package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.Picker;
import java.util.List;

/** All endpoints in turn that are READY. */
final class RoundRobinBalancer extends EndpointSharding<PickFirstBalancer> {

  RoundRobinBalancer(BalancerHelper helper) {
    super(helper, Connecting.EAGER);
  }

  @Override
  PickFirstBalancer create(BalancerHelper child) {
    return new PickFirstBalancer(child);
  }

  @Override
  Picker readyPicker(List<EndpointChild<PickFirstBalancer>> ready) {
    return new RoundRobinPicker(ready, helper().random());
  }
}
