package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.config.ConfigFields;
import io.vertx.core.json.JsonObject;

/**
 * {@code pick_first}: all calls go to the first address that can be reached.
 *
 * <p>Addresses are tried in the resolver's order, IPv6 and IPv4 in turn, the next one 250 ms after
 * the one before, or at once when that failed; the first connection wins. A lost connection is
 * opened again when a call wants one. Its only field is {@code shuffleAddressList}, by default
 * false: endpoints in an order by chance, by their weights. See gRFC A61, A62 and A113.
 */
public final class PickFirstProvider implements BalancerProvider {

  /** The name of the policy. */
  public static final String NAME = "pick_first";

  @Override
  public String policyName() {
    return NAME;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    var fields = new ConfigFields(config, path, ignored -> {});
    return new PickFirstConfig(Boolean.TRUE.equals(fields.flag("shuffleAddressList")));
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new PickFirstBalancer(helper);
  }
}
