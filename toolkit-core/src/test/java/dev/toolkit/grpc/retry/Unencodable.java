package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Payload;
import io.vertx.core.buffer.Buffer;

/** A message whose size can't be told. */
final class Unencodable implements Payload {

  @Override
  public int sizeHint() {
    throw Status.of(Code.INTERNAL, "it can't be encoded").asException();
  }

  @Override
  public void writeTo(Buffer buffer) {
    throw new IllegalStateException("nobody writes it");
  }

  @Override
  public String encoding() {
    return IDENTITY;
  }

  @Override
  public <T> T decode(MessageType<T> type) {
    throw new IllegalStateException("nobody decodes it");
  }
}
