package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.protocol.MessageWriter;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a body that have not been written yet, in one buffer.
 *
 * <p>The first gets a buffer of its size, so that a unary call takes no more than it needs; when
 * there are more, they go to one of the {@link SpareBuffers}. Belongs to the context of the body.
 */
final class Gathered {

  private static final int PREFIX = 5;

  private final SpareBuffers spares;
  private @Nullable Buffer buffer;
  private boolean many;

  Gathered(SpareBuffers spares) {
    this.spares = spares;
  }

  /** The number of bytes. */
  int length() {
    return buffer == null ? 0 : buffer.length();
  }

  /** Whether what there is should be written before another message is added. */
  boolean isFullFor(Frame.Message message) {
    return buffer != null && buffer.length() + sizeOf(message) > SpareBuffers.SIZE;
  }

  /**
   * Adds a message.
   *
   * @return its size as {@link MessageWriter#append} tells it
   * @throws dev.toolkit.grpc.StatusException if it is over the limit or can't be encoded; the
   *     messages before it stay
   */
  int add(MessageWriter writer, Frame.Message message) {
    int before = length();
    Buffer body = bufferFor(before + sizeOf(message));
    try {
      return writer.append(body, message);
    } catch (RuntimeException e) {
      buffer = before == 0 ? null : body.getBuffer(0, before);
      throw e;
    }
  }

  /** Adds bytes that are no message. */
  void add(Buffer bytes) {
    buffer = buffer == null ? bytes : buffer.appendBuffer(bytes);
  }

  /**
   * Takes all of it, null if there is nothing. What is written should be given back to the spare
   * buffers.
   */
  @Nullable Buffer take() {
    Buffer taken = buffer;
    buffer = null;
    if (taken == null || !many || taken.length() >= SpareBuffers.SIZE / 2) {
      return taken;
    }
    Buffer copy = taken.copy(); // so that a peer that does not read holds no more than this
    spares.give(taken);
    return copy;
  }

  /** Forgets all of it. */
  void clear() {
    buffer = null;
  }

  /** A buffer that begins with what there is. */
  private Buffer bufferFor(int size) {
    Buffer first = buffer;
    if (many && first != null) {
      return first;
    }
    many |= first != null;
    Buffer chosen = many && size <= SpareBuffers.SIZE ? spares.take() : Buffer.buffer(size);
    buffer = first == null ? chosen : chosen.appendBuffer(first);
    return buffer;
  }

  private static int sizeOf(Frame.Message message) {
    return PREFIX + Math.max(0, message.payload().sizeHint());
  }
}
