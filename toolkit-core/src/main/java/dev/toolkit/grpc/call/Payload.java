package dev.toolkit.grpc.call;

import dev.toolkit.grpc.MessageType;
import io.vertx.core.buffer.Buffer;

/**
 * The content of one message: an object that is still to be encoded, or bytes that arrived.
 *
 * <p>A payload can be written any number of times, so that a retry can send it again. It is
 * immutable and knows nothing of the prefix that a protocol puts before it.
 */
public interface Payload {

  /** The encoding of the bytes of a payload that is not compressed. */
  String IDENTITY = "identity";

  /**
   * The number of bytes that {@link #writeTo} appends, or about so many where only writing tells;
   * by it queues and retry buffers are charged.
   */
  int sizeHint();

  /** Appends the bytes to a buffer that belongs to the caller. */
  void writeTo(Buffer buffer);

  /**
   * How the bytes are compressed: {@link #IDENTITY}, or the name of a compressor if this payload
   * arrived compressed and was not decompressed yet.
   */
  String encoding();

  /**
   * The message.
   *
   * @throws dev.toolkit.grpc.StatusException if the bytes can't be decompressed or decoded
   */
  <T> T decode(MessageType<T> type);
}
