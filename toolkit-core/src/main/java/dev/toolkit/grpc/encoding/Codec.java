package dev.toolkit.grpc.encoding;

import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;

/**
 * Turns messages into bytes and back.
 *
 * <p>A codec holds no state of a call: any number of calls use it, on any thread, at once. What
 * cannot be encoded or decoded fails with {@code INTERNAL} and a message that names the type and
 * the reason, and quotes no more than a few words of the payload.
 */
public interface Codec {

  /** The content-subtype of this codec in lower case, such as {@code proto}. */
  String name();

  /** The exact number of bytes that a message takes, or -1 where only encoding it tells. */
  int size(Object message);

  /**
   * Appends the bytes of a message to a buffer.
   *
   * @throws StatusException with {@code INTERNAL}, when the message cannot be encoded; what was
   *     appended by then is of no use
   */
  void encode(Object message, Buffer out);

  /**
   * Makes a message of bytes, which are all of it and stay as they are. The message shares nothing
   * with the buffer.
   *
   * @throws StatusException with {@code INTERNAL}, when the bytes are no message of that type
   */
  <T> T decode(MessageType<T> type, Buffer bytes);
}
