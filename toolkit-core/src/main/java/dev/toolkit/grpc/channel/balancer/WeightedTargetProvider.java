package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.config.ConfigFields;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;

/**
 * {@code weighted_target_experimental}: several targets by their weights, each a policy of its own
 * for a part of the endpoints.
 *
 * <p>Its field {@code targets} (required) is an object with a field for each target: {@code weight}
 * (required, at least 1) and {@code childPolicy}, a list of policies (required). The first name in
 * {@link dev.toolkit.grpc.channel.Endpoint#PATH} says which target an endpoint is for. See gRFC
 * A28.
 */
public final class WeightedTargetProvider implements BalancerProvider {

  /** The name of the policy. */
  public static final String NAME = "weighted_target_experimental";

  @Override
  public String policyName() {
    return NAME;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    var fields = new ConfigFields(config, path, ignored -> {}).require("targets");
    ConfigFields named = fields.object("targets");
    var targets = new LinkedHashMap<String, WeightedTargetConfig.Target>();
    for (String name : named.names()) {
      targets.put(name, target(named.require(name).object(name), policies));
    }
    if (targets.isEmpty()) {
      throw fields.wrong("targets", "at least one target");
    }
    return new WeightedTargetConfig(targets);
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new WeightedTargetBalancer(helper);
  }

  private static WeightedTargetConfig.Target target(
      ConfigFields fields, BalancerRegistry policies) {
    int weight = fields.require("weight").unsigned("weight", 0);
    if (weight == 0) {
      throw fields.wrong("weight", "at least 1");
    }
    return new WeightedTargetConfig.Target(
        weight, PolicyFields.child(fields, "childPolicy", policies));
  }
}
