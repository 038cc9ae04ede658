package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.config.ConfigFields;
import io.vertx.core.json.JsonObject;

/**
 * {@code random_subsetting_experimental}: a part of the endpoints by chance for another policy, so
 * that each of many clients connects to a few of many servers only.
 *
 * <p>Its fields: {@code subsetSize}, how many endpoints (required, at least 1), and {@code
 * childPolicy}, a list of policies (required). A channel keeps its subset as far as endpoints that
 * come and go allow. See gRFC A68.
 */
public final class RandomSubsettingProvider implements BalancerProvider {

  /** The name of the policy. */
  public static final String NAME = "random_subsetting_experimental";

  @Override
  public String policyName() {
    return NAME;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    var fields = new ConfigFields(config, path, ignored -> {}).require("subsetSize");
    int size = fields.unsigned("subsetSize", 0);
    if (size == 0) {
      throw fields.wrong("subsetSize", "at least 1");
    }
    return new RandomSubsettingConfig(size, PolicyFields.child(fields, "childPolicy", policies));
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new RandomSubsettingBalancer(helper);
  }
}
