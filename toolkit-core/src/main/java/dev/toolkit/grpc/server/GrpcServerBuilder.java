package dev.toolkit.grpc.server;

import dev.toolkit.grpc.call.ServerInterceptor;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.ServerTransport;
import dev.toolkit.grpc.transport.http.HttpServerTransport;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a server together; what is not said has its default, and all defaults are here. */
public final class GrpcServerBuilder {

  private final VertxInternal vertx;
  private GrpcServerOptions options = new GrpcServerOptions();
  private Codecs codecs = Codecs.defaults();
  private Compressors compressors = Compressors.defaults();
  private ExceptionMapper exceptionMapper = ExceptionMapper.standard();
  private List<ServerInterceptor> interceptors = List.of();
  private @Nullable List<ServerTransport> transports;

  GrpcServerBuilder(Vertx vertx) {
    this.vertx = (VertxInternal) vertx;
  }

  /** Sets the options. */
  public GrpcServerBuilder options(GrpcServerOptions options) {
    this.options = new GrpcServerOptions(options);
    return this;
  }

  /** Sets the codecs that callers can choose from, in place of {@link Codecs#defaults}. */
  public GrpcServerBuilder codecs(Codecs codecs) {
    this.codecs = codecs;
    return this;
  }

  /** Sets the compressors both ways, in place of {@link Compressors#defaults}. */
  public GrpcServerBuilder compressors(Compressors compressors) {
    this.compressors = compressors;
    return this;
  }

  /** Sets what turns failures into statuses, in place of {@link ExceptionMapper#standard}. */
  public GrpcServerBuilder exceptionMapper(ExceptionMapper exceptionMapper) {
    this.exceptionMapper = exceptionMapper;
    return this;
  }

  /** Sets the interceptors of all calls, the outermost first. */
  public GrpcServerBuilder interceptors(List<ServerInterceptor> interceptors) {
    this.interceptors = List.copyOf(interceptors);
    return this;
  }

  /**
   * Sets what calls arrive on, in place of the HTTP transport that the options describe; none for a
   * server that only {@linkplain GrpcServer#callHandler takes calls of others}.
   */
  public GrpcServerBuilder transports(List<ServerTransport> transports) {
    this.transports = List.copyOf(transports);
    return this;
  }

  /** The server, not started. */
  public GrpcServer build() {
    var serving = new Serving(codecs, compressors, exceptionMapper);
    var used = transports != null ? transports : defaultTransports();
    return new GrpcServerImpl(vertx, options, serving, interceptors, used);
  }

  private List<ServerTransport> defaultTransports() {
    var http =
        new HttpServerTransport(
            vertx, options.getHost(), options.getPort(), options.getHttp(), codecs, compressors);
    return List.of(http);
  }
}
