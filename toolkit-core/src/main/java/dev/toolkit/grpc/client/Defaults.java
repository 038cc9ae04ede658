package dev.toolkit.grpc.client;

import dev.toolkit.grpc.call.HealthChecker;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.ResolverRegistry;
import dev.toolkit.grpc.channel.balancer.LeastRequestProvider;
import dev.toolkit.grpc.channel.balancer.OutlierDetectionProvider;
import dev.toolkit.grpc.channel.balancer.PickFirstProvider;
import dev.toolkit.grpc.channel.balancer.PriorityProvider;
import dev.toolkit.grpc.channel.balancer.RandomSubsettingProvider;
import dev.toolkit.grpc.channel.balancer.RingHashProvider;
import dev.toolkit.grpc.channel.balancer.RoundRobinProvider;
import dev.toolkit.grpc.channel.balancer.WeightedRoundRobinProvider;
import dev.toolkit.grpc.channel.balancer.WeightedTargetProvider;
import dev.toolkit.grpc.channel.resolver.DnsOptions;
import dev.toolkit.grpc.channel.resolver.DnsResolverProvider;
import dev.toolkit.grpc.channel.resolver.IpResolverProvider;
import dev.toolkit.grpc.channel.resolver.PassthroughResolverProvider;
import dev.toolkit.grpc.channel.resolver.StaticResolverProvider;
import dev.toolkit.grpc.channel.resolver.UnixResolverProvider;
import dev.toolkit.grpc.health.HealthWatch;
import dev.toolkit.grpc.orca.LoadReportWatch;
import dev.toolkit.grpc.orca.LoadReports;
import dev.toolkit.grpc.transport.http.HttpProxyOptions;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            new LeastRequestProvider(),
            new OutlierDetectionProvider(),
            new RingHashProvider(),
            new PriorityProvider(),
            new WeightedTargetProvider(),
            new RandomSubsettingProvider()));
  }

  /**
   * All resolvers.
   *
   * @param proxy the proxy of the network; null for a transport that is not of the network, with
   *     which a target without a scheme is not looked up by DNS, but taken as it is
   */
  static ResolverRegistry resolvers(@Nullable HttpProxyOptions proxy) {
    var all = new ArrayList<ResolverProvider>();
    if (proxy != null) {
      all.add(new DnsResolverProvider(new DnsOptions(), proxy::isProxied));
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
