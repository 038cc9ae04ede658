package dev.toolkit.grpc.server;

import dev.toolkit.grpc.MethodDescriptor;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A method, what serves it, and on what threads. */
record Route<Q, R>(MethodDescriptor<Q, R> method, Body<Q, R> body, Dispatch dispatch) {

  /** What serves the calls of a method. */
  @FunctionalInterface
  interface Body<Q, R> {

    /**
     * Starts to serve a call.
     *
     * @param request the request of a method that takes exactly one, else null
     * @return the response of a method that gives exactly one; for others when all is written
     */
    @Nullable Future<?> serve(ServedCall<Q, R> call, @Nullable Q request);
  }
}
