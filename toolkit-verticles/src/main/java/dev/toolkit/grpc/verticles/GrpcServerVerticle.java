package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.server.BindableService;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves services for as long as it is deployed.
 *
 * <p>Instances with one host and port share the port, and connections are spread over them, so that
 * each event loop serves its own. An instance has its own service objects. The deployment completes
 * when calls can arrive and fails when they can't; undeploying lets the calls under way end within
 * the {@linkplain GrpcServerOptions#setShutdownGrace grace}.
 */
public final class GrpcServerVerticle extends VerticleBase {

  private final @Nullable Function<Vertx, GrpcServer> factory;
  private @Nullable GrpcServer server;
  private @Nullable TlsRefresh refresh;

  /** A server that its deployment configuration describes: {@link GrpcServerVerticleOptions}. */
  public GrpcServerVerticle() {
    factory = null;
  }

  /**
   * A server with the given options. To deploy several instances, give {@code deployVerticle} a
   * supplier that makes the services too.
   */
  public GrpcServerVerticle(GrpcServerOptions options, BindableService... services) {
    this(vertx -> create(vertx, options, services));
  }

  /**
   * A server that is put together by a function, with interceptors, codecs and the like; the
   * verticle starts it.
   */
  public GrpcServerVerticle(Function<Vertx, GrpcServer> factory) {
    this.factory = factory;
  }

  /**
   * The server, such as to ask for its port.
   *
   * @throws IllegalStateException before the deployment
   */
  public GrpcServer server() {
    if (server == null) {
      throw new IllegalStateException("the server verticle was not deployed");
    }
    return server;
  }

  @Override
  public Future<?> start() {
    return factory == null
        ? start(new GrpcServerVerticleOptions(config()))
        : start(factory.apply(vertx));
  }

  @Override
  public Future<?> stop() {
    if (refresh != null) {
      refresh.stop();
    }
    return server().shutdown();
  }

  private Future<Void> start(GrpcServerVerticleOptions options) {
    ServerTlsOptions tls = options.getTls();
    if (tls == null) {
      return start(create(options));
    }
    var files = PemFiles.of(tls);
    return files.read(vertx).compose(pem -> startTls(options, files, pem));
  }

  private Future<Void> startTls(
      GrpcServerVerticleOptions options, PemFiles files, PemFiles.Content pem) {
    var secured = new GrpcServerVerticleOptions(options);
    secured.getServer().getHttp().setSsl(pem.serverOptions());
    GrpcServer made = create(secured);
    refresh = new TlsRefresh(vertx, made, files, pem);
    return start(made).onSuccess(v -> refresh.start(options.getTls().getRefresh()));
  }

  private Future<Void> start(GrpcServer made) {
    server = made;
    return made.start();
  }

  private GrpcServer create(GrpcServerVerticleOptions options) {
    var made = GrpcServer.create(vertx, options.getServer());
    for (ServiceOptions service : options.getServices()) {
      made.add(ServiceClasses.create(vertx, service).bind(), service.getDispatch());
    }
    return made;
  }

  private static GrpcServer create(
      Vertx vertx, GrpcServerOptions options, BindableService... services) {
    var made = GrpcServer.create(vertx, options);
    for (BindableService service : services) {
      made.add(service.bind());
    }
    return made;
  }
}
