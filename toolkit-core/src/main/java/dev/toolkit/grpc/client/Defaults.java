package dev.toolkit.grpc.client;

import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.ResolverRegistry;
import dev.toolkit.grpc.channel.balancer.PickFirstProvider;
import dev.toolkit.grpc.channel.balancer.RoundRobinProvider;
import dev.toolkit.grpc.channel.resolver.PassthroughResolverProvider;
import java.util.ArrayList;
import java.util.List;

/** The resolvers and policies of a client that is given no others. */
final class Defaults {

  private Defaults() {}

  /** All policies. */
  static BalancerRegistry balancers() {
    return BalancerRegistry.of(List.of(new PickFirstProvider(), new RoundRobinProvider()));
  }

  /**
   * All resolvers.
   *
   * @param lookedUp whether a target without a scheme is looked up by DNS; with a transport that is
   *     not of the network it is taken as it is
   */
  static ResolverRegistry resolvers(boolean lookedUp) {
    var all = new ArrayList<ResolverProvider>();
    all.add(new PassthroughResolverProvider());
    return ResolverRegistry.of(all);
  }
}
