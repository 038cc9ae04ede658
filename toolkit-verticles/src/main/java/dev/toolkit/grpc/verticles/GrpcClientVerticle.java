package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.client.GrpcClient;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives the verticles of its node a client, by a name, for as long as it is deployed.
 *
 * <p>One instance is enough: the client has a connection for each event loop that calls.
 */
public final class GrpcClientVerticle extends VerticleBase {

  private static final String PUBLISHED = "dev.toolkit.grpc.clients";

  private final @Nullable GrpcClientVerticleOptions given;
  private final @Nullable Function<Vertx, GrpcClient> factory;
  private @Nullable GrpcClientVerticleOptions options;
  private @Nullable PublishedClient published;

  /** A client that its deployment configuration describes: {@link GrpcClientVerticleOptions}. */
  public GrpcClientVerticle() {
    given = null;
    factory = null;
  }

  /** A client with the given options. */
  public GrpcClientVerticle(GrpcClientVerticleOptions options) {
    given = new GrpcClientVerticleOptions(options);
    factory = null;
  }

  /**
   * A client that is put together by a function, with interceptors, codecs and the like; the
   * verticle ends it.
   */
  public GrpcClientVerticle(String name, Function<Vertx, GrpcClient> factory) {
    this.given = new GrpcClientVerticleOptions().setName(name);
    this.factory = factory;
  }

  /**
   * The client that is published by a name on this node.
   *
   * @throws IllegalStateException if there is none, with the names that there are
   */
  public static GrpcClient client(Vertx vertx, String name) {
    LocalMap<String, PublishedClient> all = published(vertx);
    PublishedClient found = all.get(name);
    if (found == null) {
      throw new IllegalStateException(
          "no client "
              + name
              + " is published on this node, known are "
              + new TreeSet<>(all.keySet()));
    }
    return found.client();
  }

  @Override
  public Future<?> start() {
    options = given == null ? new GrpcClientVerticleOptions(config()) : given;
    return create(options).compose(this::publish);
  }

  @Override
  public Future<?> stop() {
    if (published == null) {
      return Future.succeededFuture();
    }
    published(vertx).remove(options.getName(), published);
    return published.client().shutdown(options.getShutdownGrace());
  }

  private Future<GrpcClient> create(GrpcClientVerticleOptions options) {
    if (factory != null) {
      return Future.succeededFuture(factory.apply(vertx));
    }
    ClientTlsOptions tls = options.getTls();
    if (tls == null) {
      return Future.succeededFuture(GrpcClient.create(vertx, options.getClient()));
    }
    return PemFiles.of(tls).read(vertx).map(pem -> createTls(options, pem));
  }

  private GrpcClient createTls(GrpcClientVerticleOptions options, PemFiles.Content pem) {
    var secured = new GrpcClientVerticleOptions(options).getClient();
    secured.getHttp().setSsl(pem.clientOptions());
    return GrpcClient.create(vertx, secured);
  }

  private Future<Void> publish(GrpcClient client) {
    var shared = new PublishedClient(client);
    if (published(vertx).putIfAbsent(options.getName(), shared) != null) {
      return client
          .close()
          .transform(
              closed ->
                  Future.failedFuture(
                      new IllegalStateException(
                          "a client " + options.getName() + " is published on this node already")));
    }
    published = shared;
    return Future.succeededFuture();
  }

  private static LocalMap<String, PublishedClient> published(Vertx vertx) {
    return vertx.sharedData().getLocalMap(PUBLISHED);
  }
}
