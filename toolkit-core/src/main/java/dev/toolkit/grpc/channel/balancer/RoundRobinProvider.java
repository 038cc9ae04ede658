package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import io.vertx.core.json.JsonObject;

/**
 * {@code round_robin}: calls go to all endpoints in turn that are READY. It has no fields.
 *
 * <p>All endpoints are connected, and connected again when they are lost; with many of them, 32 in
 * one turn of the event loop. See gRFC A61.
 */
public final class RoundRobinProvider implements BalancerProvider {

  /** The name of the policy. */
  public static final String NAME = "round_robin";

  @Override
  public String policyName() {
    return NAME;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    return BalancerConfig.NONE;
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new RoundRobinBalancer(helper);
  }
}
