package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.Target;
import java.util.List;

/**
 * The scheme {@code passthrough:///host:port}: one endpoint, whose name is looked up each time it
 * is connected to. The authority is the endpoint of the target.
 */
public final class PassthroughResolverProvider implements ResolverProvider {

  @Override
  public String scheme() {
    return "passthrough";
  }

  @Override
  public void check(Target target) {
    Forms.noAuthority(target);
    Forms.read(target, HostPort::parse);
  }

  @Override
  public Resolver create(Target target, ResolverContext context) {
    HostPort host = Forms.read(target, HostPort::parse);
    return new FixedResolver(() -> List.of(Endpoint.of(Addresses.of(host))));
  }
}
