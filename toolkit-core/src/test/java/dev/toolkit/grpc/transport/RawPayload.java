package dev.toolkit.grpc.transport;

import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.call.Payload;
import io.vertx.core.buffer.Buffer;

/** Bytes that a test sends. */
public record RawPayload(Buffer bytes) implements Payload {

  @Override
  public int sizeHint() {
    return bytes.length();
  }

  @Override
  public void writeTo(Buffer buffer) {
    buffer.appendBuffer(bytes);
  }

  @Override
  public String encoding() {
    return IDENTITY;
  }

  @Override
  public <T> T decode(MessageType<T> type) {
    throw new IllegalStateException("a test reads the bytes of a raw payload");
  }
}
