package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.Target;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.function.Predicate;

/**
 * The schemes {@code ipv4:10.0.0.1:1,10.0.0.2} and {@code ipv6:[2001:db8::1]:1,[2001:db8::2]}: an
 * endpoint for each address. The port of an address without one is 443.
 *
 * <p>The authority of the calls to an endpoint is its own address and port; the authority of the
 * target is that of the first.
 */
public final class IpResolverProvider implements ResolverProvider {

  private final String scheme;
  private final Predicate<String> isAddress;

  private IpResolverProvider(String scheme, Predicate<String> isAddress) {
    this.scheme = scheme;
    this.isAddress = isAddress;
  }

  /** The scheme {@code ipv4}. */
  public static IpResolverProvider v4() {
    return new IpResolverProvider("ipv4", NetUtil::isValidIpV4Address);
  }

  /** The scheme {@code ipv6}. */
  public static IpResolverProvider v6() {
    return new IpResolverProvider("ipv6", NetUtil::isValidIpV6Address);
  }

  @Override
  public String scheme() {
    return scheme;
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

  private List<HostPort> hosts(Target target) {
    return Forms.read(target, text -> Forms.list(text, this::host));
  }

  private HostPort host(String text) {
    HostPort host = HostPort.parse(text, Forms.DEFAULT_PORT);
    if (!isAddress.test(host.host())) {
      throw new IllegalArgumentException(
          "address is \"" + text + "\", expected an address of " + scheme);
    }
    return host;
  }
}
