package dev.toolkit.grpc.server;

import dev.toolkit.grpc.call.IncomingCall;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.List;

/**
 * Serves services on one or more transports.
 *
 * <p>Services are added, then it is started once, then shut down once; all on one context.
 */
public interface GrpcServer {

  /** A server with the given options, and the defaults for all else. */
  static GrpcServer create(Vertx vertx, GrpcServerOptions options) {
    return builder(vertx).options(options).build();
  }

  /** A builder, for codecs, interceptors, transports and the like. */
  static GrpcServerBuilder builder(Vertx vertx) {
    return new GrpcServerBuilder(vertx);
  }

  /**
   * Adds a service, whose methods run on the event loop.
   *
   * @throws IllegalArgumentException if a service of that name was added
   * @throws IllegalStateException if the server was started
   */
  default GrpcServer add(ServiceDefinition service) {
    return add(service, Dispatch.EVENT_LOOP);
  }

  /**
   * Adds a service, whose methods run on the given kind of threads.
   *
   * @throws IllegalArgumentException if a service of that name was added
   * @throws IllegalStateException if the server was started, or this JDK has no such threads
   */
  GrpcServer add(ServiceDefinition service, Dispatch dispatch);

  /**
   * Sets what takes the calls of methods that no service has, behind the interceptors; without it
   * they are answered UNIMPLEMENTED, as are those without a well-formed path in any case. It is for
   * proxies, see {@code CallProxy}: the frames are as they arrived.
   *
   * @throws IllegalStateException if the server was started
   */
  GrpcServer unknownMethodHandler(Handler<IncomingCall> handler);

  /** The services, in the order in which they were added. */
  List<ServiceDefinition> services();

  /**
   * Takes the calls of a transport that this server does not start or shut down, such as one that
   * is installed on somebody's HTTP server. The server must have been started before the first
   * call.
   */
  Handler<IncomingCall> callHandler();

  /** The port on which HTTP calls arrive, or -1 before the start and without such a transport. */
  int actualPort();

  /**
   * Takes the calls among the requests of a server that serves other HTTP too and is not listening
   * yet, in place of {@link #start}; requests that are no calls go to the request handler that it
   * has. TLS, windows and HTTP/2 settings are those of that server; it is its owner who listens and
   * closes.
   */
  void install(HttpServer http);

  /**
   * A handler that takes calls among requests that arrived elsewhere, such as a route, in place of
   * {@link #start}; a request that is no call is answered 415. Replies cost more system calls than
   * with {@link #install}, and there is no bound of what is queued for one client over all its
   * calls.
   */
  Handler<HttpServerRequest> requestHandler();

  /**
   * Replaces the certificate, and the other options of TLS, for the connections to come.
   *
   * @return completes when new connections get it; fails when it can't be loaded, and then the old
   *     one stays
   */
  Future<Void> updateSsl(ServerSSLOptions ssl);

  /**
   * Starts all transports.
   *
   * @return completes when calls can arrive on all of them; fails when they can't on one, and then
   *     none is left open
   */
  Future<Void> start();

  /** Ends as {@link #shutdown(Duration)} does, with the grace of the options. */
  Future<Void> shutdown();

  /**
   * Ends: no new calls, those under way may end within the grace, then what is left is cancelled.
   *
   * @param grace zero to end at once
   * @return completes when nothing is left
   */
  Future<Void> shutdown(Duration grace);
}
