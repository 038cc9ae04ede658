package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
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
   * else is logged, and becomes UNKNOWN without a message, so that nothing internal reaches a peer.
   */
  static ExceptionMapper standard() {
    return ExceptionMapper::mapStandard;
  }

  private static StatusException mapStandard(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StatusException e) {
        return e;
      }
    }
    System.getLogger(ExceptionMapper.class.getName())
        .log(System.Logger.Level.ERROR, "a call failed by an exception that is no status", failure);
    return new StatusException(Status.of(failure), Metadata.EMPTY);
  }
}
