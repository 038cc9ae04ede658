package dev.toolkit.grpc.channel;

/**
 * The bounds of a channel.
 *
 * @param maxQueuedCalls how many calls may wait for a connection or for room on one; a call past it
 *     fails RESOURCE_EXHAUSTED
 * @param maxConnections how many connections may be open for new calls; a further one is opened
 *     when those that there are have no room
 * @param retryBufferSize how many bytes of requests a call keeps until the first sign of a
 *     response, so that it can be sent again when the peer has not seen it; a call that wrote more
 *     is not sent again
 */
public record ChannelOptions(int maxQueuedCalls, int maxConnections, int retryBufferSize) {

  /** The default of {@link #maxQueuedCalls}. */
  public static final int DEFAULT_MAX_QUEUED_CALLS = 10_000;

  /** The default of {@link #maxConnections}. */
  public static final int DEFAULT_MAX_CONNECTIONS = 1;

  /** The default of {@link #retryBufferSize}, 256 KiB. */
  public static final int DEFAULT_RETRY_BUFFER_SIZE = 256 * 1024;

  /** All defaults. */
  public static final ChannelOptions DEFAULT =
      new ChannelOptions(
          DEFAULT_MAX_QUEUED_CALLS, DEFAULT_MAX_CONNECTIONS, DEFAULT_RETRY_BUFFER_SIZE);

  /** Checks the components. */
  public ChannelOptions {
    if (maxQueuedCalls < 0) {
      throw new IllegalArgumentException("maxQueuedCalls is " + maxQueuedCalls + ", must be >= 0");
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("maxConnections is " + maxConnections + ", must be >= 1");
    }
    if (retryBufferSize < 0) {
      throw new IllegalArgumentException(
          "retryBufferSize is " + retryBufferSize + ", must be >= 0");
    }
  }
}
