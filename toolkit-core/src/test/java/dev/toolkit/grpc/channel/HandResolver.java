package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resolver that finds what a test says. */
final class HandResolver implements Resolver {

  @Nullable Listener listener;
  List<Endpoint> atOnce = List.of();
  int resolveNow;
  boolean closed;
  @Nullable RuntimeException throwing;

  static List<Endpoint> endpoints(String... hosts) {
    return Arrays.stream(hosts)
        .map(host -> Endpoint.of(SocketAddress.inetSocketAddress(1, host)))
        .toList();
  }

  @Override
  public void start(Listener listener) {
    this.listener = listener;
    closed = false;
    if (throwing != null) {
      throw throwing;
    }
    if (!atOnce.isEmpty()) {
      listener.resolved(Resolution.of(atOnce));
    }
  }

  Status found(@Nullable String serviceConfig, String... hosts) {
    return listener.resolved(new Resolution(endpoints(hosts), serviceConfig, Attributes.EMPTY));
  }

  @Override
  public void resolveNow() {
    resolveNow++;
    if (throwing != null) {
      throw throwing;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
