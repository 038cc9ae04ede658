package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.call.Frame;

/**
 * Says whether an attempt that the peer can't have seen is sent again; it costs neither an attempt
 * nor a token. See gRFC A6, "Transparent Retries".
 */
final class Repeats {

  /** How often at most; a peer that closes each connection must not spin us. */
  static final int MAX = 5;

  private int repeats;
  private boolean refused;

  /**
   * Whether the attempt that ended so is sent again: any number of times up to the bound if nothing
   * of it was sent, once if the peer has refused it.
   */
  boolean allow(Frame.Trailers trailers) {
    boolean again =
        switch (trailers.progress()) {
          case NOT_SENT -> true;
          case REFUSED -> !refused;
          case PROCESSED, DROPPED -> false;
        };
    if (!again || trailers.origin() != Frame.Origin.TRANSPORT || repeats == MAX) {
      return false;
    }
    repeats++;
    refused |= trailers.progress() == Frame.Progress.REFUSED;
    return true;
  }

  /** How many attempts the peer has refused and was sent again, 0 or 1. */
  int refused() {
    return refused ? 1 : 0;
  }
}
