package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.config.HealthCheckConfig;
import dev.toolkit.grpc.config.LoadBalancingConfig;
import dev.toolkit.grpc.config.MethodConfig;
import dev.toolkit.grpc.config.ServiceConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service config whose policy is known and has read its configuration.
 *
 * @param config the service config
 * @param policy the policy that it chooses
 * @param selector chooses the config of each call
 */
record ResolvedConfig(ServiceConfig config, BalancerChoice policy, ConfigSelector selector) {

  private static final LoadBalancingConfig DEFAULT = new LoadBalancingConfig("pick_first");

  /**
   * What a service config means to a channel that knows these policies.
   *
   * @throws IllegalArgumentException if it chooses none of them, or the policy's configuration is
   *     wrong
   */
  static ResolvedConfig of(
      ServiceConfig config, BalancerRegistry policies, @Nullable ConfigSelector selector) {
    List<LoadBalancingConfig> choices = config.loadBalancing();
    BalancerChoice policy =
        policies.choose(choices.isEmpty() ? List.of(DEFAULT) : choices, "loadBalancingConfig");
    ConfigSelector chosen = selector == null ? head -> config.methodConfig(head.path()) : selector;
    return new ResolvedConfig(config, policy, chosen);
  }

  MethodConfig methodConfig(CallHead head) {
    return selector.select(head);
  }

  /** The service whose health servers are asked for; null for none. */
  @Nullable String healthService() {
    HealthCheckConfig healthCheck = config.healthCheck();
    return healthCheck == null ? null : healthCheck.serviceName();
  }
}
