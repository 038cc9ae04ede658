package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Metadata;

/**
 * Hears what happens to one attempt of a call on a transport, for metrics, traces and load reports.
 *
 * <p>It runs on the context of the attempt's connection, or of the call if it ends without one, and
 * must not block. An attempt without a listener costs nothing.
 */
public interface AttemptListener {

  /** The key of the listener among the attributes of a {@link CallHead}. */
  Attributes.Key<AttemptListener> KEY = new Attributes.Key<>("attempt-listener");

  /**
   * The metadata that the attempt begins with, such as with a trace's context; called once, first.
   *
   * @param metadata that of the call
   */
  default Metadata metadata(Metadata metadata) {
    return metadata;
  }

  /** No connection could take the attempt at once; now one does. Called before {@link #started}. */
  default void pickDelayed() {}

  /** The attempt is on its way on a connection to the given peer. */
  default void started(Peer peer) {}

  /** A message was written: its size, and its size on the wire with prefix and compression. */
  default void messageSent(long bytes, long wireBytes) {}

  /** The headers of the response arrived. */
  default void headersReceived(Metadata headers) {}

  /** A message arrived: its size on the wire with prefix and compression. */
  default void messageReceived(long wireBytes) {}

  /** The attempt is over; called once, last, and alone if no connection took the call. */
  default void ended(Frame.Trailers trailers) {}
}
