package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;

/**
 * Finds the endpoints of one target, and goes on finding them.
 *
 * <p>All methods are called on the context that it was made for, and its listener is called there.
 * What a method throws puts the channel into TRANSIENT_FAILURE with its message.
 */
public interface Resolver {

  /** Begins; called once. */
  void start(Listener listener);

  /**
   * A hint that what was found may not be true any more, given on each lost connection and each
   * failure to connect; the resolver says how often it looks.
   */
  void resolveNow();

  /** The end: the listener hears nothing more, and no timer or query is left. */
  void close();

  /** Hears what a resolver found. */
  interface Listener {

    /**
     * Takes what was found.
     *
     * @return OK, or why it is of no use; the resolver then looks again, with backoff
     */
    Status resolved(Resolution resolution);

    /** Nothing could be found; the resolver looks again, with backoff. */
    void failed(Status failure);
  }
}
