package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.call.GrpcStream;

/**
 * The client's end of a call that may be made of several attempts; to its taker it is one call.
 *
 * <p>A {@linkplain dev.toolkit.grpc.call.Frame.Cancel cancel} reaches every attempt under way, and
 * there is no further one.
 */
public sealed interface CallAttempts extends GrpcStream permits RetryingStream, HedgingStream {

  /** Whether a response has begun. */
  boolean isAnswered();

  /** Whether no attempt is under way, for it is not yet time for the next one. */
  boolean isPaused();

  /**
   * How many attempts were begun, without those that were sent again because the peer can't have
   * seen them.
   */
  int attempts();
}
