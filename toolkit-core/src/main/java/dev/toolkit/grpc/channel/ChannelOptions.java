package dev.toolkit.grpc.channel;

import java.time.Duration;

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
 * @param idleTimeout after how long without a call the connections are closed and the channel is
 *     IDLE; zero for never
 * @param serviceConfigLookup whether the resolver's service config is taken
 */
public record ChannelOptions(
    int maxQueuedCalls,
    int maxConnections,
    int retryBufferSize,
    Duration idleTimeout,
    boolean serviceConfigLookup) {

  /** The default of {@link #maxQueuedCalls}. */
  public static final int DEFAULT_MAX_QUEUED_CALLS = 10_000;

  /** The default of {@link #maxConnections}. */
  public static final int DEFAULT_MAX_CONNECTIONS = 1;

  /** The default of {@link #retryBufferSize}, 256 KiB. */
  public static final int DEFAULT_RETRY_BUFFER_SIZE = 256 * 1024;

  /** The default of {@link #idleTimeout}, 30 minutes. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(30);

  /** All defaults. */
  public static final ChannelOptions DEFAULT =
      new ChannelOptions(
          DEFAULT_MAX_QUEUED_CALLS,
          DEFAULT_MAX_CONNECTIONS,
          DEFAULT_RETRY_BUFFER_SIZE,
          DEFAULT_IDLE_TIMEOUT,
          true);

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
    if (idleTimeout.isNegative()) {
      throw new IllegalArgumentException("idleTimeout is " + idleTimeout + ", must be >= 0");
    }
  }

  /** These options with another {@link #maxQueuedCalls}. */
  public ChannelOptions withMaxQueuedCalls(int maxQueuedCalls) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retryBufferSize, idleTimeout, serviceConfigLookup);
  }

  /** These options with another {@link #maxConnections}. */
  public ChannelOptions withMaxConnections(int maxConnections) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retryBufferSize, idleTimeout, serviceConfigLookup);
  }

  /** These options with another {@link #retryBufferSize}. */
  public ChannelOptions withRetryBufferSize(int retryBufferSize) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retryBufferSize, idleTimeout, serviceConfigLookup);
  }

  /** These options with another {@link #idleTimeout}. */
  public ChannelOptions withIdleTimeout(Duration idleTimeout) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retryBufferSize, idleTimeout, serviceConfigLookup);
  }

  /** These options with or without the resolver's service config. */
  public ChannelOptions withServiceConfigLookup(boolean serviceConfigLookup) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retryBufferSize, idleTimeout, serviceConfigLookup);
  }
}
