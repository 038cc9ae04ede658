package dev.toolkit.grpc.config;

import io.vertx.core.json.JsonObject;

/**
 * A policy of load balancing as the service config names it; what its own config means is known to
 * the policy alone.
 *
 * @param name the name of the policy, such as {@code round_robin}
 * @param config the config of the policy; a copy is kept, and each reader gets a copy
 */
public record LoadBalancingConfig(String name, JsonObject config) {

  /** Copies the config. */
  public LoadBalancingConfig {
    config = config.copy();
  }

  /** A policy without a config of its own. */
  public LoadBalancingConfig(String name) {
    this(name, new JsonObject());
  }

  @Override
  public JsonObject config() {
    return config.copy();
  }
}
