package dev.toolkit.grpc.encoding;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.toolkit.grpc.MessageType;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Protobuf's binary format, {@code proto}: what gRPC speaks unless told otherwise. */
public final class ProtoCodec implements Codec {

  /** The content-subtype. */
  public static final String NAME = "proto";

  /** A codec for messages made by protobuf's compiler. */
  public ProtoCodec() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int size(Object message) {
    return message(message).getSerializedSize();
  }

  @Override
  public void encode(Object message, Buffer out) {
    MessageLite proto = message(message);
    try {
      BufferBytes.append(
          out, proto.getSerializedSize(), (array, at, size) -> write(proto, array, at, size));
    } catch (IOException | RuntimeException e) {
      throw CodecFailure.encoding(NAME, message, e);
    }
  }

  @Override
  public <T> T decode(MessageType<T> type, Buffer bytes) {
    MessageLite prototype = message(type.defaultInstance());
    BufferBytes in = BufferBytes.of(bytes);
    try {
      return type.javaType()
          .cast(prototype.getParserForType().parseFrom(in.array(), in.offset(), in.length()));
    } catch (IOException | RuntimeException e) {
      throw CodecFailure.decoding(NAME, type, e);
    }
  }

  private static MessageLite message(Object message) {
    if (message instanceof MessageLite proto) {
      return proto;
    }
    throw CodecFailure.encoding(
        NAME, message, new IllegalArgumentException("it is no protobuf message"));
  }

  private static void write(MessageLite message, byte[] array, int offset, int size)
      throws IOException {
    var out = CodedOutputStream.newInstance(array, offset, size);
    message.writeTo(out);
    out.checkNoSpaceLeft();
  }
}
