package dev.toolkit.grpc.client;

import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.ResolverRegistry;
import dev.toolkit.grpc.channel.balancer.PickFirstProvider;
import dev.toolkit.grpc.channel.balancer.RoundRobinProvider;
import dev.toolkit.grpc.channel.resolver.DnsResolverProvider;
import dev.toolkit.grpc.channel.resolver.IpResolverProvider;
import dev.toolkit.grpc.channel.resolver.PassthroughResolverProvider;
import dev.toolkit.grpc.channel.resolver.StaticResolverProvider;
import dev.toolkit.grpc.channel.resolver.UnixResolverProvider;
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
    if (lookedUp) {
      all.add(new DnsResolverProvider());
    }
    all.add(new PassthroughResolverProvider());
    all.add(new StaticResolverProvider());
    all.add(IpResolverProvider.v4());
    all.add(IpResolverProvider.v6());
    all.add(UnixResolverProvider.ofPaths());
    all.add(UnixResolverProvider.ofAbstractNames());
    return ResolverRegistry.of(all);
  }
}
