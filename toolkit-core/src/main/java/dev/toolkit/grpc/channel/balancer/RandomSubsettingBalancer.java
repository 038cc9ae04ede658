package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.GracefulSwitchBalancer;
import java.util.Comparator;
import java.util.List;

/**
 * Another policy for those endpoints whose hashes, with a seed of the balancer's own, come first.
 * An endpoint that leaves or comes changes one of the subset at most. See gRFC A68.
 */
final class RandomSubsettingBalancer implements Balancer {

  private final GracefulSwitchBalancer child;
  private final long seed;

  RandomSubsettingBalancer(BalancerHelper helper) {
    this.child = new GracefulSwitchBalancer(helper);
    this.seed = helper.random().nextLong();
  }

  @Override
  public Status accept(BalancerUpdate update) {
    var config = (RandomSubsettingConfig) update.config();
    return child.accept(
        update.withEndpoints(subset(update.endpoints(), config.size())).withConfig(config.child()));
  }

  @Override
  public void resolverFailed(Status failure) {
    child.resolverFailed(failure);
  }

  @Override
  public void exitIdle() {
    child.exitIdle();
  }

  @Override
  public void close() {
    child.close();
  }

  private List<Endpoint> subset(List<Endpoint> endpoints, int size) {
    if (endpoints.size() <= size) {
      return endpoints;
    }
    return endpoints.stream()
        .map(endpoint -> new Hashed(XxHash64.of(EndpointKeys.text(endpoint), seed), endpoint))
        .sorted(Comparator.comparingLong(Hashed::order))
        .limit(size)
        .map(Hashed::endpoint)
        .toList();
  }

  private record Hashed(long hash, Endpoint endpoint) {

    /** The hash as a number that is ordered as hashes are, without a sign. */
    long order() {
      return hash + Long.MIN_VALUE;
    }
  }
}
