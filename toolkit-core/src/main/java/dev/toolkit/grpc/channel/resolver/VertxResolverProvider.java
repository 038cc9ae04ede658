package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.Target;
import io.vertx.core.net.Address;
import io.vertx.core.net.AddressResolver;
import java.util.Objects;
import java.util.function.Function;

/**
 * A scheme whose targets are found by any {@link AddressResolver} of Vert.x, such as those of
 * vertx-service-resolver. The resolver is asked again every few seconds, and soon after a
 * connection was lost.
 *
 * <p>That it knows no server is a failure: the channel keeps those that it has.
 *
 * @param <A> the addresses that it resolves
 */
public final class VertxResolverProvider<A extends Address> implements ResolverProvider {

  private final String scheme;
  private final AddressResolver<A> resolver;
  private final Function<Target, A> address;
  private final PullOptions options;

  /**
   * A scheme.
   *
   * @param scheme the scheme, in lower case
   * @param resolver finds the servers
   * @param address the address that a target means; throws {@code IllegalArgumentException} for a
   *     target that is wrong
   * @param options how often it is asked
   */
  public VertxResolverProvider(
      String scheme,
      AddressResolver<A> resolver,
      Function<Target, A> address,
      PullOptions options) {
    this.scheme = scheme;
    this.resolver = resolver;
    this.address = address;
    this.options = options;
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public void check(Target target) {
    Objects.requireNonNull(address.apply(target), "address");
  }

  @Override
  public Resolver create(Target target, ResolverContext context) {
    var lookup =
        VertxLookup.of(
            resolver.endpointResolver(context.vertx()), address.apply(target), target.toString());
    return new Polling(lookup, options.pace(), context);
  }
}
