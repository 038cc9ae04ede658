package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.Status;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A service, and a function for each of its methods. Immutable. */
public final class ServiceDefinition {

  private final ServiceDescriptor descriptor;
  private final Map<String, Route.Body<?, ?>> bodies;
  private final Runnable shutdownHandler;

  private ServiceDefinition(
      ServiceDescriptor descriptor,
      Map<String, Route.Body<?, ?>> bodies,
      Runnable shutdownHandler) {
    this.descriptor = descriptor;
    this.bodies = bodies;
    this.shutdownHandler = shutdownHandler;
  }

  /** A builder; methods without a function are answered as {@link #unimplemented} does. */
  public static Builder builder(ServiceDescriptor descriptor) {
    return new Builder(descriptor);
  }

  /** The answer of a method that a service does not implement. */
  public static <T> Future<T> unimplemented(MethodDescriptor<?, ?> method) {
    var message = "method " + method.fullName() + " is not implemented";
    return Future.failedFuture(Status.of(Code.UNIMPLEMENTED, message).asException());
  }

  /** The service. */
  public ServiceDescriptor descriptor() {
    return descriptor;
  }

  /**
   * This service with what is called once, before any call is refused, when a server that was
   * started with it begins to shut down. It is for services whose calls last: they should end them,
   * or the shutdown waits for its grace. It runs on the thread that shuts the server down.
   */
  public ServiceDefinition withShutdownHandler(Runnable handler) {
    return new ServiceDefinition(descriptor, bodies, handler);
  }

  @Override
  public String toString() {
    return descriptor.name();
  }

  /** Tells the service that its server shuts down. */
  void shutdown() {
    shutdownHandler.run();
  }

  @SuppressWarnings("unchecked")
  <Q, R> Route<Q, R> route(MethodDescriptor<Q, R> method, Dispatch dispatch) {
    var body = (Route.Body<Q, R>) bodies.get(method.methodName());
    if (body == null) {
      body = (call, request) -> unimplemented(method);
    }
    return new Route<>(method, body, dispatch);
  }

  /**
   * Collects the functions of a service. A function may throw, which is the same as a failed
   * future. While it runs, and in whatever runs for it later, {@link ServerCall#current} is the
   * call.
   */
  public static final class Builder {

    private final ServiceDescriptor descriptor;
    private final Map<String, Route.Body<?, ?>> bodies = new LinkedHashMap<>();

    private Builder(ServiceDescriptor descriptor) {
      this.descriptor = descriptor;
    }

    /** The function of a unary method: a request to the future of the response. */
    public <Q, R> Builder unary(MethodDescriptor<Q, R> method, Function<Q, Future<R>> function) {
      return add(method, MethodKind.UNARY, (call, request) -> function.apply(request));
    }

    /**
     * The function of a method with many responses. The call ends when the returned future does;
     * {@code end()} of the stream only says that nothing more is written.
     */
    public <Q, R> Builder serverStreaming(
        MethodDescriptor<Q, R> method, BiFunction<Q, WriteStream<R>, Future<Void>> function) {
      return add(
          method,
          MethodKind.SERVER_STREAMING,
          (call, request) -> function.apply(request, call.responses()));
    }

    /**
     * The function of a method with many requests. The stream is handed over paused: set its
     * handlers, then resume it. A response before the end of the requests ends the call.
     */
    public <Q, R> Builder clientStreaming(
        MethodDescriptor<Q, R> method, Function<ReadStream<Q>, Future<R>> function) {
      return add(
          method, MethodKind.CLIENT_STREAMING, (call, request) -> function.apply(call.requests()));
    }

    /**
     * The function of a method with many requests, in a stream that is handed over paused, and many
     * responses. The call ends when the returned future does.
     */
    public <Q, R> Builder bidiStreaming(
        MethodDescriptor<Q, R> method,
        BiFunction<ReadStream<Q>, WriteStream<R>, Future<Void>> function) {
      return add(
          method,
          MethodKind.BIDI_STREAMING,
          (call, request) -> function.apply(call.requests(), call.responses()));
    }

    /** The definition. */
    public ServiceDefinition build() {
      return new ServiceDefinition(descriptor, Map.copyOf(bodies), () -> {});
    }

    private <Q, R> Builder add(
        MethodDescriptor<Q, R> method, MethodKind kind, Route.Body<Q, R> body) {
      if (!descriptor.methods().contains(method)) {
        throw new IllegalArgumentException(
            "method " + method + " is not one of the service " + descriptor.name());
      }
      if (method.kind() != kind) {
        throw new IllegalArgumentException(
            "method " + method + " is " + method.kind() + ", not " + kind);
      }
      if (bodies.put(method.methodName(), body) != null) {
        throw new IllegalArgumentException("method " + method + " has two functions");
      }
      return this;
    }
  }
}
