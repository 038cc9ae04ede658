package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.retry.RetryOptions;
import java.time.Duration;

/**
 * The bounds of a channel.
 *
 * @param maxQueuedCalls how many calls may wait for a connection or for room on one; a call past it
 *     fails RESOURCE_EXHAUSTED
 * @param maxConnections how many connections may be open for new calls; a further one is opened
 *     when those that there are have no room
 * @param retries how often and out of which buffers calls are sent again
 * @param idleTimeout after how long without a call the connections are closed and the channel is
 *     IDLE; zero for never
 * @param serviceConfigLookup whether the resolver's service config is taken
 */
public record ChannelOptions(
    int maxQueuedCalls,
    int maxConnections,
    RetryOptions retries,
    Duration idleTimeout,
    boolean serviceConfigLookup) {

  /** The default of {@link #maxQueuedCalls}. */
  public static final int DEFAULT_MAX_QUEUED_CALLS = 10_000;

  /** The default of {@link #maxConnections}. */
  public static final int DEFAULT_MAX_CONNECTIONS = 1;

  /**
   * How many connections to an address a service config can ask for at most, where the user does
   * not allow more. See gRFC A105.
   */
  public static final int MAX_CONNECTIONS_BY_CONFIG = 10;

  /** The default of {@link #idleTimeout}, 30 minutes. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(30);

  /** All defaults. */
  public static final ChannelOptions DEFAULT =
      new ChannelOptions(
          DEFAULT_MAX_QUEUED_CALLS,
          DEFAULT_MAX_CONNECTIONS,
          RetryOptions.DEFAULT,
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
    if (idleTimeout.isNegative()) {
      throw new IllegalArgumentException("idleTimeout is " + idleTimeout + ", must be >= 0");
    }
  }

  /** These options with another {@link #maxQueuedCalls}. */
  public ChannelOptions withMaxQueuedCalls(int maxQueuedCalls) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retries, idleTimeout, serviceConfigLookup);
  }

  /** These options with another {@link #maxConnections}. */
  public ChannelOptions withMaxConnections(int maxConnections) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retries, idleTimeout, serviceConfigLookup);
  }

  /** These options with other {@link #retries}. */
  public ChannelOptions withRetries(RetryOptions retries) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retries, idleTimeout, serviceConfigLookup);
  }

  /** These options with another {@link #idleTimeout}. */
  public ChannelOptions withIdleTimeout(Duration idleTimeout) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retries, idleTimeout, serviceConfigLookup);
  }

  /** These options with or without the resolver's service config. */
  public ChannelOptions withServiceConfigLookup(boolean serviceConfigLookup) {
    return new ChannelOptions(
        maxQueuedCalls, maxConnections, retries, idleTimeout, serviceConfigLookup);
  }
}
