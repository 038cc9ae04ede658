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
   * @param path which of its children endpoints are for
   */
  record Policy(BalancerProvider provider, JsonObject json, List<String> path) {

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
          new PriorityProvider(),
          new WeightedTargetProvider(),
          new RandomSubsettingProvider(),
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
            "{'childPolicy': [{'ring_hash_experimental': {'requestHashHeader': 'user'}}]}"),
        policy(
            "priority_experimental",
            "{'priorities': ['a'], 'children': {'a': {'config': [{'round_robin': {}}]}}}",
            "a"),
        policy(
            "priority_experimental",
            "{'priorities': ['a'], 'children': {'a': {'config': [{'ring_hash_experimental':"
                + " {'requestHashHeader': 'user'}}]}}}",
            "a"),
        policy(
            "weighted_target_experimental",
            "{'targets': {'a': {'weight': 1, 'childPolicy': [{'round_robin': {}}]}}}",
            "a"),
        policy(
            "weighted_target_experimental",
            "{'targets': {'a': {'weight': 3, 'childPolicy': [{'pick_first': {}}]}}}",
            "a"),
        policy(
            "priority_experimental",
            "{'priorities': ['a'], 'children': {'a': {'config': [{'weighted_target_experimental':"
                + " {'targets': {'b': {'weight': 2, 'childPolicy':"
                + " [{'least_request_experimental': {}}]}}}}]}}}",
            "a",
            "b"),
        policy(
            "random_subsetting_experimental",
            "{'subsetSize': 3, 'childPolicy': [{'round_robin': {}}]}"),
        policy(
            "random_subsetting_experimental",
            "{'subsetSize': 10, 'childPolicy': [{'outlier_detection_experimental':"
                + " {'childPolicy': [{'round_robin': {}}]}}]}"));
  }

  private static Policy policy(String name, String json, String... path) {
    BalancerProvider provider = REGISTRY.byName(name);
    if (provider == null) {
      throw new AssertionError("no policy " + name);
    }
    return new Policy(provider, new JsonObject(json.replace('\'', '"')), List.of(path));
  }
}
