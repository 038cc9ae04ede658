package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** The policies that {@link BalancerContractTest} holds to the contract, each with a config. */
final class Policies {

  /**
   * A policy under test.
   *
   * @param provider the policy
   * @param json its configuration
   */
  record Policy(BalancerProvider provider, JsonObject json) {

    BalancerConfig config() {
      return provider.parseConfig(json, REGISTRY, "loadBalancingConfig[0]");
    }

    @Override
    public String toString() {
      return provider.policyName() + " " + json;
    }
  }

  private static final List<BalancerProvider> PROVIDERS =
      List.of(
          new PickFirstProvider(),
          new RoundRobinProvider(),
          new LeastRequestProvider(),
          new OutlierDetectionProvider(),
          new RingHashProvider(),
          new WeightedRoundRobinProvider(
              trailers -> null, (connection, interval, listener) -> () -> {}));

  static final BalancerRegistry REGISTRY = BalancerRegistry.of(PROVIDERS);

  private Policies() {}

  /** All policies. */
  static Stream<Policy> all() {
    return Stream.of(
        policy("pick_first", "{}"),
        policy("pick_first", "{'shuffleAddressList': true}"),
        policy("round_robin", "{}"),
        policy("least_request_experimental", "{}"),
        policy("least_request_experimental", "{'choiceCount': 3}"),
        policy("weighted_round_robin", "{}"),
        policy("weighted_round_robin", "{'enableOobLoadReport': true}"),
        policy("outlier_detection_experimental", "{'childPolicy': [{'round_robin': {}}]}"),
        policy(
            "outlier_detection_experimental",
            "{'failurePercentageEjection': {}, 'childPolicy': [{'pick_first': {}}]}"),
        policy(
            "outlier_detection_experimental",
            "{'successRateEjection': {}, 'childPolicy': [{'least_request_experimental': {}}]}"),
        policy("ring_hash_experimental", "{'requestHashHeader': 'user'}"),
        policy(
            "outlier_detection_experimental",
            "{'childPolicy': [{'ring_hash_experimental': {'requestHashHeader': 'user'}}]}"));
  }

  private static Policy policy(String name, String json) {
    BalancerProvider provider = REGISTRY.byName(name);
    if (provider == null) {
      throw new AssertionError("no policy " + name);
    }
    return new Policy(provider, new JsonObject(json.replace('\'', '"')));
  }
}
