package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.config.ConfigFields;
import io.vertx.core.json.JsonObject;

/**
 * {@code least_request_experimental}: of some endpoints that are READY, taken by chance, a call
 * goes to the one with the fewest calls of this client in flight.
 *
 * <p>Its only field is {@code choiceCount}, how many are compared: 2 by default and at least; more
 * than 10 are 10. See gRFC A48.
 */
public final class LeastRequestProvider implements BalancerProvider {

  /** The name of the policy. */
  public static final String NAME = "least_request_experimental";

  private static final int MIN_CHOICES = 2;
  private static final int MAX_CHOICES = 10;

  @Override
  public String policyName() {
    return NAME;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    var fields = new ConfigFields(config, path, ignored -> {});
    int choices = fields.unsigned("choiceCount", MIN_CHOICES);
    if (choices < MIN_CHOICES) {
      throw fields.wrong("choiceCount", "at least " + MIN_CHOICES);
    }
    return new LeastRequestConfig(Math.min(choices, MAX_CHOICES));
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new LeastRequestBalancer(helper);
  }
}
