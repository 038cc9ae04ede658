package dev.toolkit.grpc.server;

import dev.toolkit.grpc.call.IncomingCall;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
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
   * they are answered UNIMPLEMENTED. It is for proxies: the frames are as they arrived.
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
