package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;

/**
 * Keeps connections to endpoints and says, by pickers, which of them calls go to.
 *
 * <p>All methods are called on the channel's event loop, one after the other. What a method throws
 * puts the channel into TRANSIENT_FAILURE with its message.
 */
public interface Balancer {

  /**
   * Takes what the resolver found; called at first, and whenever it changes.
   *
   * @return OK, or why the update is of no use, such as that it has no endpoints; the resolver then
   *     tries again, with backoff
   */
  Status accept(BalancerUpdate update);

  /** The resolver failed; a balancer that has endpoints goes on with them. */
  void resolverFailed(Status failure);

  /** Connects what is idle: a call, or the application, wants a connection. */
  void exitIdle();

  /** The end: shuts its subchannels and children down, drops its timers. */
  void close();
}
