package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Resolution;
import io.vertx.core.Future;
import io.vertx.core.net.Address;
import io.vertx.core.spi.endpoint.EndpointBuilder;
import io.vertx.core.spi.endpoint.EndpointResolver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Vert.x resolver. What it answered is kept as long as it says that it is valid, refreshed
 * if it can be, and asked for anew if not.
 *
 * @param <A> the address
 * @param <S> a server
 * @param <D> the state of an answer
 */
final class VertxLookup<A extends Address, S, D> implements Lookup {

  private final EndpointResolver<A, S, D, List<S>> resolver;
  private final A address;
  private final String target;
  private @Nullable D state;
  private boolean closed;

  private VertxLookup(EndpointResolver<A, S, D, List<S>> resolver, A address, String target) {
    this.resolver = resolver;
    this.address = address;
    this.target = target;
  }

  /** A look-up that owns the resolver. To a resolver, a list of servers is whatever is built. */
  @SuppressWarnings("unchecked")
  static <A extends Address, S, D, E> VertxLookup<A, S, D> of(
      EndpointResolver<A, S, D, E> resolver, A address, String target) {
    return new VertxLookup<>((EndpointResolver<A, S, D, List<S>>) resolver, address, target);
  }

  @Override
  public Future<Resolution> resolve() {
    return current().compose(this::resolution);
  }

  @Override
  public void close() {
    closed = true;
    drop();
    resolver.close();
  }

  private Future<D> current() {
    if (state == null) {
      return ask();
    }
    if (resolver.isValid(state)) {
      return Future.succeededFuture(state);
    }
    Future<D> refreshed = resolver.refresh(address, state);
    if (refreshed != null) {
      return refreshed.map(this::keep);
    }
    drop();
    return ask();
  }

  private Future<D> ask() {
    return resolver.resolve(address, new NoServers<>()).map(this::keep);
  }

  /** Keeps an answer; one that comes after the end is given back. */
  private D keep(D answer) {
    if (closed) {
      resolver.dispose(answer);
    } else {
      state = answer;
    }
    return answer;
  }

  private void drop() {
    if (state != null) {
      resolver.dispose(state);
      state = null;
    }
  }

  private Future<Resolution> resolution(D answer) {
    if (closed) {
      return Future.failedFuture(this + " is not looked up any more");
    }
    List<S> servers = resolver.endpoint(answer);
    if (servers == null || servers.isEmpty()) {
      drop();
      return Future.failedFuture(this + ": no server is known");
    }
    return Future.succeededFuture(
        Resolution.of(
            servers.stream().map(resolver::addressOf).distinct().map(Endpoint::of).toList()));
  }

  @Override
  public String toString() {
    return target;
  }

  /** Nothing yet. A resolver may begin from it many times, and each list is one of its own. */
  private static final class NoServers<S> implements EndpointBuilder<List<S>, S> {

    @Override
    public EndpointBuilder<List<S>, S> addServer(S server, String key) {
      return new Servers<S>(new ArrayList<>()).addServer(server, key);
    }

    @Override
    public List<S> build() {
      return List.of();
    }
  }

  /** Servers that are put together. */
  private record Servers<S>(List<S> list) implements EndpointBuilder<List<S>, S> {

    @Override
    public EndpointBuilder<List<S>, S> addServer(S server, String key) {
      list.add(server);
      return this;
    }

    @Override
    public List<S> build() {
      return List.copyOf(list);
    }
  }
}
