package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.call.ServerInterceptor;
import dev.toolkit.grpc.transport.ServerTransport;
import dev.toolkit.grpc.transport.http.HttpServerTransport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the method of each call. What calls read is not changed once the server is started. */
final class GrpcServerImpl implements GrpcServer {

  private enum State {
    NEW,
    STARTED,
    SHUT_DOWN
  }

  private final VertxInternal vertx;
  private final GrpcServerOptions options;
  private final Serving serving;
  private final List<ServerInterceptor> interceptors;
  private final List<ServerTransport> transports;
  private final Map<String, ServiceDefinition> services = new LinkedHashMap<>();
  private final Map<String, Route<?, ?>> routes = new HashMap<>();
  private @Nullable Handler<IncomingCall> unknownMethodHandler;
  private State state = State.NEW;

  GrpcServerImpl(
      VertxInternal vertx,
      GrpcServerOptions options,
      Serving serving,
      List<ServerInterceptor> interceptors,
      List<ServerTransport> transports) {
    this.vertx = vertx;
    this.options = options;
    this.serving = serving;
    this.interceptors = interceptors;
    this.transports = transports;
  }

  @Override
  public GrpcServer add(ServiceDefinition service, Dispatch dispatch) {
    checkNotStarted();
    if (dispatch == Dispatch.VIRTUAL_THREAD && !vertx.isVirtualThreadAvailable()) {
      throw new IllegalStateException(
          "virtual threads need JDK 21, this is " + Runtime.version().feature());
    }
    var descriptor = service.descriptor();
    if (services.putIfAbsent(descriptor.name(), service) != null) {
      throw new IllegalArgumentException("service " + descriptor.name() + " was added before");
    }
    for (MethodDescriptor<?, ?> method : descriptor.methods()) {
      routes.put(method.path(), service.route(method, dispatch));
    }
    return this;
  }

  @Override
  public GrpcServer unknownMethodHandler(Handler<IncomingCall> handler) {
    checkNotStarted();
    unknownMethodHandler = handler;
    return this;
  }

  @Override
  public List<ServiceDefinition> services() {
    return List.copyOf(services.values());
  }

  @Override
  public Handler<IncomingCall> callHandler() {
    return this::handle;
  }

  @Override
  public int actualPort() {
    HttpServerTransport http = http();
    return http == null ? -1 : http.actualPort();
  }

  @Override
  public void install(HttpServer server) {
    HttpServerTransport http = startElsewhere();
    http.install(server, this::handle);
  }

  @Override
  public Handler<HttpServerRequest> requestHandler() {
    HttpServerTransport http = startElsewhere();
    return http.requestHandler(this::handle);
  }

  @Override
  public Future<Void> updateSsl(ServerSSLOptions ssl) {
    HttpServerTransport http = http();
    if (http == null) {
      throw new IllegalStateException("the server has no HTTP transport");
    }
    return http.updateSsl(ssl);
  }

  @Override
  public Future<Void> start() {
    checkNotStarted();
    state = State.STARTED;
    var starts = new ArrayList<Future<Void>>();
    transports.forEach(transport -> starts.add(transport.start(this::handle)));
    return Future.join(starts).<Void>mapEmpty().recover(this::failStart);
  }

  @Override
  public Future<Void> shutdown() {
    return shutdown(options.getShutdownGrace());
  }

  @Override
  public Future<Void> shutdown(Duration grace) {
    if (state == State.NEW) {
      state = State.SHUT_DOWN;
      return vertx.getOrCreateContext().succeededFuture();
    }
    if (state == State.STARTED) {
      services.values().forEach(ServiceDefinition::shutdown);
    }
    state = State.SHUT_DOWN;
    return shutdownTransports(grace);
  }

  /** Takes a call on its own context. */
  private void handle(IncomingCall call) {
    ServedCall<?, ?> served = find(call.head());
    if (interceptors.isEmpty()) {
      serve(call, served);
    } else {
      new InterceptedCall(interceptors, serving, passed -> serve(passed, served)).handle(call);
    }
  }

  /** Puts a call of a known method into the context; null if the method is not known. */
  private @Nullable ServedCall<?, ?> find(CallHead head) {
    Route<?, ?> route = routes.get(head.path());
    if (route == null) {
      return null;
    }
    ContextInternal context = vertx.getOrCreateContext();
    var served = new ServedCall<>(serving, route, context, head);
    CallContext.put(context, served);
    return served;
  }

  /** Takes a call behind the interceptors, which may have changed its path. */
  private void serve(IncomingCall call, @Nullable ServedCall<?, ?> found) {
    CallHead head = call.head();
    boolean same = found != null && found.head().path().equals(head.path());
    ServedCall<?, ?> served = same ? found : find(head);
    if (served != null) {
      served.begin(head, call.stream());
    } else if (unknownMethodHandler != null && isWellFormed(head.path())) {
      serveUnknown(call, unknownMethodHandler);
    } else {
      refuse(call);
    }
  }

  private void serveUnknown(IncomingCall call, Handler<IncomingCall> handler) {
    try {
      handler.handle(call);
    } catch (Throwable e) {
      StatusException failure = serving.statusOf(e);
      call.stream().write(new Frame.Trailers(failure.status(), failure.trailers()));
    }
  }

  private static boolean isWellFormed(String path) {
    return path.startsWith("/") && path.lastIndexOf('/') > 0;
  }

  private void refuse(IncomingCall call) {
    var status = Status.of(Code.UNIMPLEMENTED, whyUnknown(call.head()));
    call.stream().write(new Frame.Trailers(status, Metadata.EMPTY));
  }

  private String whyUnknown(CallHead head) {
    String path = head.path();
    if (!isWellFormed(path)) {
      return "malformed method name \"" + path + "\"";
    }
    String service = head.serviceName();
    return services.containsKey(service)
        ? "unknown method " + head.methodName() + " for service " + service
        : "unknown service " + service;
  }

  private Future<Void> failStart(Throwable reason) {
    state = State.SHUT_DOWN;
    return shutdownTransports(Duration.ZERO).transform(done -> Future.failedFuture(reason));
  }

  private Future<Void> shutdownTransports(Duration grace) {
    var ends = new ArrayList<Future<Void>>();
    transports.forEach(transport -> ends.add(transport.shutdown(grace)));
    return Future.join(ends).mapEmpty();
  }

  private @Nullable HttpServerTransport http() {
    for (ServerTransport transport : transports) {
      if (transport instanceof HttpServerTransport http) {
        return http;
      }
    }
    return null;
  }

  /** The HTTP transport, which takes requests that arrive at somebody else's server. */
  private HttpServerTransport startElsewhere() {
    checkNotStarted();
    HttpServerTransport http = http();
    if (http == null) {
      throw new IllegalStateException("the server has no HTTP transport");
    }
    state = State.STARTED;
    return http;
  }

  private void checkNotStarted() {
    if (state != State.NEW) {
      throw new IllegalStateException("the server was started before");
    }
  }
}
