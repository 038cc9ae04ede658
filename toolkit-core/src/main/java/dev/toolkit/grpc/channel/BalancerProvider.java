package dev.toolkit.grpc.channel;

import io.vertx.core.json.JsonObject;

/** A balancing policy: reads its configuration and makes its balancers. */
public interface BalancerProvider {

  /** The name of the policy in a service config, such as {@code round_robin}. */
  String policyName();

  /**
   * Reads a configuration of the policy.
   *
   * @param config the value beside the policy's name in the service config
   * @param policies where the policies of children are found
   * @param path where in the service config it stands, for messages
   * @throws IllegalArgumentException for a wrong value, with its path, the value and what is
   *     allowed
   */
  BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path);

  /** A balancer, which does nothing before its first update. */
  Balancer create(BalancerHelper helper);
}
