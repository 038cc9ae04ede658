package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerChoice;
import dev.toolkit.grpc.channel.BalancerConfig;
import java.util.Map;

/**
 * How weighted_target is configured.
 *
 * @param targets the targets by their names
 */
record WeightedTargetConfig(Map<String, Target> targets) implements BalancerConfig {

  /**
   * A target.
   *
   * @param weight how many calls it gets, beside the others; at least 1
   * @param policy its policy
   */
  record Target(int weight, BalancerChoice policy) {}
}
