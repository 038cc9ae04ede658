package dev.toolkit.grpc.server;

import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.ProtoCodec;
import io.vertx.core.buffer.Buffer;

/** Bytes that are no message. */
record BrokenPayload(Buffer bytes) implements Payload {

  static Frame.Message message() {
    return new Frame.Message(new BrokenPayload(Buffer.buffer(new byte[] {10, 127})), false);
  }

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
    return new ProtoCodec().decode(type, bytes);
  }
}
