package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Codec;
import io.vertx.core.buffer.Buffer;

/** A message on its way out: an object, and the codec that writes it. */
public final class MessagePayload implements Payload {

  /** The size of a message whose codec can tell only by writing. */
  private static final int GUESS = 256;

  private final Object message;
  private final Codec codec;

  /** The payload of a message, which must not be changed any more. */
  public MessagePayload(Object message, Codec codec) {
    this.message = message;
    this.codec = codec;
  }

  @Override
  public int sizeHint() {
    int size = codec.size(message);
    return size >= 0 ? size : GUESS;
  }

  @Override
  public void writeTo(Buffer buffer) {
    codec.encode(message, buffer);
  }

  @Override
  public String encoding() {
    return IDENTITY;
  }

  @Override
  public <T> T decode(MessageType<T> type) {
    if (type.javaType().isInstance(message)) {
      return type.javaType().cast(message);
    }
    Buffer bytes = Buffer.buffer();
    codec.encode(message, bytes);
    return codec.decode(type, bytes);
  }
}
