package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerConfig;

/**
 * How least_request is configured.
 *
 * @param choiceCount of how many endpoints the least busy one is taken, from 2 to 10
 */
record LeastRequestConfig(int choiceCount) implements BalancerConfig {

  /** The least busy of two. */
  static final LeastRequestConfig DEFAULT = new LeastRequestConfig(2);
}
