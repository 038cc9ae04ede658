package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerConfig;

/**
 * How pick_first is configured.
 *
 * @param shuffleAddressList whether the endpoints are tried in an order by chance
 */
record PickFirstConfig(boolean shuffleAddressList) implements BalancerConfig {

  /** The order of the resolver. */
  static final PickFirstConfig DEFAULT = new PickFirstConfig(false);
}
