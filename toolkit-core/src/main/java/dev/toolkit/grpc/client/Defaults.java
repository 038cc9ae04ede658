package dev.toolkit.grpc.client;

import dev.toolkit.grpc.call.HealthChecker;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.ResolverRegistry;
import dev.toolkit.grpc.channel.balancer.LeastRequestProvider;
import dev.toolkit.grpc.channel.balancer.PickFirstProvider;
import dev.toolkit.grpc.channel.balancer.RoundRobinProvider;
import dev.toolkit.grpc.channel.balancer.WeightedRoundRobinProvider;
import dev.toolkit.grpc.channel.resolver.DnsResolverProvider;
import dev.toolkit.grpc.channel.resolver.IpResolverProvider;
import dev.toolkit.grpc.channel.resolver.PassthroughResolverProvider;
import dev.toolkit.grpc.channel.resolver.StaticResolverProvider;
import dev.toolkit.grpc.channel.resolver.UnixResolverProvider;
import dev.toolkit.grpc.health.HealthWatch;
import dev.toolkit.grpc.orca.LoadReportWatch;
import dev.toolkit.grpc.orca.LoadReports;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * The resolvers, policies and watches of a client that is given no others. This class alone may use
 * services that are written with the client: see docs/decisions/0060.
 */
final class Defaults {

  private Defaults() {}

  /** Asks servers for their health, where the service config says so. */
  static HealthChecker healthChecker(Vertx vertx) {
    return new HealthWatch(vertx);
  }

  /** All policies. */
  static BalancerRegistry balancers(Vertx vertx) {
    return BalancerRegistry.of(
        List.of(
            new PickFirstProvider(),
            new RoundRobinProvider(),
            new WeightedRoundRobinProvider(LoadReports::fromTrailers, new LoadReportWatch(vertx)),
            new LeastRequestProvider()));
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
