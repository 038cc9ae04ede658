package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.Target;
import java.util.List;

/**
 * The scheme {@code static:///10.0.0.1:1,orders.internal:2}: an endpoint for each host, which may
 * be a name; a name is looked up each time it is connected to.
 *
 * <p>The authority of the calls to an endpoint is its own host and port, so that with TLS each
 * server proves its own name; the authority of the target is that of the first.
 */
public final class StaticResolverProvider implements ResolverProvider {

  @Override
  public String scheme() {
    return "static";
  }

  @Override
  public String authority(Target target) {
    return hosts(target).get(0).toString();
  }

  @Override
  public void check(Target target) {
    Forms.noAuthority(target);
    hosts(target);
  }

  @Override
  public Resolver create(Target target, ResolverContext context) {
    List<HostPort> hosts = hosts(target);
    return new FixedResolver(() -> Forms.endpoints(hosts));
  }

  private static List<HostPort> hosts(Target target) {
    return Forms.read(target, text -> Forms.list(text, HostPort::parse));
  }
}
