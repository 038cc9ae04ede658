package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerChoice;
import dev.toolkit.grpc.channel.BalancerConfig;
import java.util.List;
import java.util.Map;

/**
 * How priority is configured.
 *
 * @param children the children by their names, each of which is among the priorities
 * @param priorities the names of the children, the most wanted first
 */
record PriorityConfig(Map<String, Child> children, List<String> priorities)
    implements BalancerConfig {

  /**
   * A child.
   *
   * @param policy its policy
   * @param ignoresResolution whether it can't make the resolver look again
   */
  record Child(BalancerChoice policy, boolean ignoresResolution) {}
}
