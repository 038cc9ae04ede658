package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Codec;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message object on its way out, and the codec that will encode it.
 *
 * <p>It is encoded by who writes it, into a buffer of the writer. Where only encoding tells the
 * size, the first who asks for it has it encoded, and the bytes are kept. It belongs to one
 * context.
 */
public final class MessagePayload implements Payload {

  private final Object message;
  private final Codec codec;
  private @Nullable Buffer encoded;

  /** The payload of a message, which must not be changed any more. */
  public MessagePayload(Object message, Codec codec) {
    this.message = Objects.requireNonNull(message, "message");
    this.codec = codec;
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.toolkit.grpc.StatusException if only encoding tells, and the codec can't
   */
  @Override
  public int sizeHint() {
    if (encoded != null) {
      return encoded.length();
    }
    int size = codec.size(message);
    return size >= 0 ? size : encoded().length();
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.toolkit.grpc.StatusException if the codec can't encode the message
   */
  @Override
  public void writeTo(Buffer buffer) {
    if (encoded != null) {
      buffer.appendBuffer(encoded);
    } else {
      codec.encode(message, buffer);
    }
  }

  @Override
  public String encoding() {
    return IDENTITY;
  }

  /** The object itself if it is of the type, else what its bytes are in that type. */
  @Override
  public <T> T decode(MessageType<T> type) {
    return type.javaType().isInstance(message)
        ? type.javaType().cast(message)
        : codec.decode(type, encoded());
  }

  private Buffer encoded() {
    Buffer bytes = encoded;
    if (bytes == null) {
      bytes = Buffer.buffer();
      codec.encode(message, bytes);
      encoded = bytes;
    }
    return bytes;
  }

  @Override
  public String toString() {
    return message.getClass().getSimpleName();
  }
}
