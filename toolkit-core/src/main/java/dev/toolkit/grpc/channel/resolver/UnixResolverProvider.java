package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Resolver;
import dev.toolkit.grpc.channel.ResolverContext;
import dev.toolkit.grpc.channel.ResolverProvider;
import dev.toolkit.grpc.channel.Target;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The schemes {@code unix:path}, {@code unix:///absolute/path} and, for the abstract namespace of
 * Linux, {@code unix-abstract:name}. The authority is {@code localhost}.
 *
 * <p>Abstract sockets need Vert.x's native transport: {@link #create} says so if it is not in use.
 */
public final class UnixResolverProvider implements ResolverProvider {

  /** What fits into {@code sun_path} of Linux, with the 0 at its end or its beginning. */
  private static final int MAX_PATH = 107;

  private final String scheme;
  private final boolean inAbstract;

  private UnixResolverProvider(String scheme, boolean inAbstract) {
    this.scheme = scheme;
    this.inAbstract = inAbstract;
  }

  /** The scheme {@code unix}. */
  public static UnixResolverProvider ofPaths() {
    return new UnixResolverProvider("unix", false);
  }

  /** The scheme {@code unix-abstract}. */
  public static UnixResolverProvider ofAbstractNames() {
    return new UnixResolverProvider("unix-abstract", true);
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public String authority(Target target) {
    return "localhost";
  }

  @Override
  public void check(Target target) {
    Forms.noAuthority(target);
    if (target.endpoint().indexOf('\0') >= 0) {
      throw new IllegalArgumentException("target %s: path has a 0 in it".formatted(target));
    }
    int length = target.endpoint().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_PATH) {
      throw new IllegalArgumentException(
          "target %s: path is %d bytes, limit is %d".formatted(target, length, MAX_PATH));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the socket is abstract, and Vert.x's transport has none
   */
  @Override
  public Resolver create(Target target, ResolverContext context) {
    if (inAbstract && !context.vertx().isNativeTransportEnabled()) {
      throw new IllegalStateException(
          "target "
              + target
              + ": abstract sockets need Vert.x's native transport (netty-transport-native-epoll"
              + " and VertxOptions.setPreferNativeTransport)");
    }
    String path = inAbstract ? "\0" + target.endpoint() : target.endpoint();
    return new FixedResolver(() -> List.of(Endpoint.of(SocketAddress.domainSocketAddress(path))));
  }
}
