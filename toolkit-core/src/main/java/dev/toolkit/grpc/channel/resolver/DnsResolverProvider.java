package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.Target;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The scheme {@code dns:///host:port}, and {@code dns://server:53/host:port} to ask a DNS server
 * other than the Vertx's, whose address has to be a literal. The port of a host without one is 443,
 * that of a server without one 53. The authority is the endpoint of the target.
 *
 * <p>Every A and AAAA record is an endpoint of its own. A host that is an address is never looked
 * up.
 */
public final class DnsResolverProvider implements ResolverProvider {

  static final int DNS_PORT = 53;

  private final DnsOptions options;
  private final Predicate<String> leftToProxy;

  /** A provider with all defaults. */
  public DnsResolverProvider() {
    this(new DnsOptions());
  }

  /** A provider that looks names up as the options say. */
  public DnsResolverProvider(DnsOptions options) {
    this(options, host -> false);
  }

  /**
   * A provider for clients behind a proxy. See gRFC A1.
   *
   * @param options how names are looked up
   * @param leftToProxy the names that are not looked up: each is one endpoint, and the proxy is
   *     asked to connect to the name itself
   */
  public DnsResolverProvider(DnsOptions options, Predicate<String> leftToProxy) {
    this.options = new DnsOptions(options);
    this.leftToProxy = leftToProxy;
  }

  @Override
  public String scheme() {
    return "dns";
  }

  /** The endpoint of the target; {@code :port} means a port of localhost. */
  @Override
  public String authority(Target target) {
    return target.endpoint().startsWith(":") ? "localhost" + target.endpoint() : target.endpoint();
  }

  @Override
  public void check(Target target) {
    host(target);
    server(target);
  }

  @Override
  public Resolver create(Target target, ResolverContext context) {
    HostPort host = host(target);
    if (host.isLiteral() || leftToProxy.test(host.host())) {
      return new FixedResolver(() -> List.of(Endpoint.of(Addresses.of(host))));
    }
    var choices =
        options.isServiceConfig() && !host.host().equalsIgnoreCase("localhost")
            ? new ServiceConfigChoices(
                options.getClientHostname(), () -> context.random().nextInt(100))
            : null;
    DnsQueries queries = DnsServers.queries(context.vertx(), server(target));
    return new Polling(new DnsLookup(host, queries, choices), options.pace(), context);
  }

  private static HostPort host(Target target) {
    return Forms.read(target, text -> HostPort.parse(text, Forms.DEFAULT_PORT));
  }

  /** The server to ask; null for those of the Vertx. */
  private static @Nullable HostPort server(Target target) {
    if (target.authority().isEmpty()) {
      return null;
    }
    HostPort server =
        Forms.read(target, target.authority(), text -> HostPort.parse(text, DNS_PORT));
    if (!server.isLiteral()) {
      throw new IllegalArgumentException(
          "target %s: DNS server is \"%s\", expected an address such as 10.0.0.53:53"
              .formatted(target, target.authority()));
    }
    return server;
  }
}
