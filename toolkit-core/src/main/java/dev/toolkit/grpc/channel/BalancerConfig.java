package dev.toolkit.grpc.channel;

/** The validated configuration of a policy, which its provider made and its balancer reads. */
public interface BalancerConfig {

  /** The configuration of a policy that has none. */
  BalancerConfig NONE = new BalancerConfig() {};
}
