package dev.toolkit.grpc.retry;

/**
 * What a client says of calls that are tried more than once.
 *
 * @param enabled whether the policies of the service config are followed; a call that the peer
 *     can't have seen is sent again in any case
 * @param maxAttempts how many attempts a policy may have at most, 2 or more; a policy that says
 *     more has so many
 * @param callBufferSize how many bytes of requests a call keeps until a response begins, to send
 *     them again; a call that has written more stays with the attempt that it has
 * @param channelBufferSize how many bytes all calls of a channel keep together; a call that writes
 *     when there are more stays with the attempt that it has
 */
public record RetryOptions(
    boolean enabled, int maxAttempts, int callBufferSize, long channelBufferSize) {

  /** The default of {@link #maxAttempts}. */
  public static final int DEFAULT_MAX_ATTEMPTS = 5;

  /** The default of {@link #callBufferSize}, 256 KiB. */
  public static final int DEFAULT_CALL_BUFFER_SIZE = 256 * 1024;

  /** The default of {@link #channelBufferSize}, 64 MiB. */
  public static final long DEFAULT_CHANNEL_BUFFER_SIZE = 64L * 1024 * 1024;

  /** All defaults. */
  public static final RetryOptions DEFAULT =
      new RetryOptions(
          true, DEFAULT_MAX_ATTEMPTS, DEFAULT_CALL_BUFFER_SIZE, DEFAULT_CHANNEL_BUFFER_SIZE);

  /** Checks the components. */
  public RetryOptions {
    if (maxAttempts < 2) {
      throw new IllegalArgumentException("maxAttempts is " + maxAttempts + ", must be >= 2");
    }
    if (callBufferSize < 0) {
      throw new IllegalArgumentException("callBufferSize is " + callBufferSize + ", must be >= 0");
    }
    if (channelBufferSize < 0) {
      throw new IllegalArgumentException(
          "channelBufferSize is " + channelBufferSize + ", must be >= 0");
    }
  }

  /** These options with another {@link #callBufferSize}. */
  public RetryOptions withCallBufferSize(int callBufferSize) {
    return new RetryOptions(enabled, maxAttempts, callBufferSize, channelBufferSize);
  }
}
