package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;

/**
 * One step of a call.
 *
 * <p>A client sends {@code Message* HalfClose}, and receives {@code [Headers Message*] Trailers}; a
 * server the other way round. A client may end a call early by {@link Cancel}; the server's side
 * then receives a {@link Cancel} in place of what was still to come, and also when the deadline
 * passes or the connection is lost. What is received ends by exactly one {@link Trailers} on the
 * client's side, and by one {@link HalfClose}, one {@link Cancel}, or both in this order, on the
 * server's.
 */
public sealed interface Frame {

  /**
   * The beginning of a response.
   *
   * @param metadata the metadata of the server
   * @param encoding the name of the compressor of those messages that are compressed
   */
  record Headers(Metadata metadata, String encoding) implements Frame {

    /** Headers of a response whose messages are not compressed. */
    public Headers(Metadata metadata) {
      this(metadata, Payload.IDENTITY);
    }
  }

  /**
   * A message.
   *
   * @param payload the content
   * @param compressed whether the message is compressed, or on its way out is to be, with the
   *     encoding that the head or the headers named
   */
  record Message(Payload payload, boolean compressed) implements Frame {}

  /** The end of the requests: nothing follows from the client. */
  record HalfClose() implements Frame {

    /** The one value. */
    public static final HalfClose INSTANCE = new HalfClose();
  }

  /**
   * The early end of a call by its client, its deadline or its transport.
   *
   * @param reason why; on the client's side the status that the call fails with
   */
  record Cancel(Status reason) implements Frame {}

  /**
   * The end of a call.
   *
   * @param status how the call ended
   * @param metadata the trailing metadata of the server
   * @param origin who made the status
   * @param progress how far the call got
   */
  record Trailers(Status status, Metadata metadata, Origin origin, Progress progress)
      implements Frame {

    /** Trailers as a server's handler writes them. */
    public Trailers(Status status, Metadata metadata) {
      this(status, metadata, Origin.PEER, Progress.PROCESSED);
    }

    /** Trailers for a call that failed on the client's side of the wire. */
    public static Trailers local(Status status, Progress progress) {
      return new Trailers(status, Metadata.EMPTY, Origin.LOCAL, progress);
    }

    /** Trailers for a call whose connection or stream failed. */
    public static Trailers transport(Status status, Progress progress) {
      return new Trailers(status, Metadata.EMPTY, Origin.TRANSPORT, progress);
    }
  }

  /** Who made the status of a call. */
  enum Origin {
    /** The server, or a proxy that answered for it. */
    PEER,
    /** The transport: the connection was lost, the stream was reset. */
    TRANSPORT,
    /** This side: cancelled, deadline passed, a limit, a message that can't be decoded. */
    LOCAL
  }

  /** How far a call got. */
  enum Progress {
    /** Nothing of it left this process: it may be sent again without asking anybody. */
    NOT_SENT,
    /** Nothing of it left this process, and it may not be sent again: a balancer has dropped it. */
    DROPPED,
    /** The peer said that it has not processed it: it may be sent again once. */
    REFUSED,
    /** The peer may have processed it. */
    PROCESSED
  }
}
