package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Frame;

/**
 * Hears of the attempts that a picker sent to a subchannel. One tracker may serve all attempts of a
 * subchannel; it is called on the channel's event loop and must not block or throw.
 */
public interface AttemptTracker {

  /** An attempt is on its way. */
  default void started() {}

  /** An attempt is over; called once for each {@link #started}. */
  void ended(Frame.Trailers trailers);
}
