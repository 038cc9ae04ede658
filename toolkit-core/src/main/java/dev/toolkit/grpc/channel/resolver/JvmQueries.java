package dev.toolkit.grpc.channel.resolver;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;

/**
 * Asks the JVM's own resolver, for a Vertx whose DNS resolver was switched off. It reads the hosts
 * file itself, and knows no TXT.
 */
final class JvmQueries implements DnsQueries {

  private final Vertx vertx;

  JvmQueries(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<List<InetAddress>> hosts(String name) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<List<InetAddress>> addresses(String name) {
    return vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(name)), false);
  }

  @Override
  public Future<List<String>> texts(String name) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public void close() {}
}
