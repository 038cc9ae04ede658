package dev.toolkit.grpc.call;

/**
 * A stream that knows how large a message became when it was written. A transport that compresses
 * implements it, for metrics; the stream of one that does not need not.
 */
public interface SentSize {

  /** The bytes of the message that was written last, compressed if it was, without its prefix. */
  int lastSentSize();
}
