package dev.toolkit.grpc.server;

import dev.toolkit.grpc.StatusException;

/** Turns what a method or an interceptor failed with into what its caller is told. */
@FunctionalInterface
public interface ExceptionMapper {

  /**
   * The status, and the trailers, for a failure. It may log the failure; what it returns is sent as
   * it is, but for the cause.
   */
  StatusException map(Throwable failure);

  /**
   * Takes a {@link StatusException} as it is, wherever it stands in the chain of causes. Everything
   * else becomes UNKNOWN without a message, so that nothing internal reaches a peer, and is logged:
   * at most one failure a second, with the number of those that were not, so that no peer can fill
   * the log.
   */
  static ExceptionMapper standard() {
    return new StandardExceptionMapper();
  }
}
