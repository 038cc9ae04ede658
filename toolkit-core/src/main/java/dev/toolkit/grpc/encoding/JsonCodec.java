package dev.toolkit.grpc.encoding;

import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.toolkit.grpc.MessageType;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Protobuf's JSON format, {@code json}. See protobuf.dev, "ProtoJSON Format".
 *
 * <p>An {@code Any}, and so an error detail, is readable JSON only where its type is in the
 * registry; without it, encoding and decoding fail. Fields that a type does not know are ignored,
 * as they are in the binary format.
 */
public final class JsonCodec implements Codec {

  /** The content-subtype. */
  public static final String NAME = "json";

  private final JsonFormat.Printer printer;
  private final JsonFormat.Parser parser;

  /** A codec that knows no type to put into an {@code Any}. */
  public JsonCodec() {
    this(TypeRegistry.getEmptyTypeRegistry());
  }

  /** A codec for messages whose {@code Any} fields hold types of the registry. */
  public JsonCodec(TypeRegistry types) {
    this.printer = JsonFormat.printer().usingTypeRegistry(types).omittingInsignificantWhitespace();
    this.parser = JsonFormat.parser().usingTypeRegistry(types).ignoringUnknownFields();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int size(Object message) {
    return -1;
  }

  @Override
  public void encode(Object message, Buffer out) {
    try {
      out.appendString(printer.print((MessageOrBuilder) message));
    } catch (IOException | RuntimeException e) {
      throw CodecFailure.encoding(NAME, message, e);
    }
  }

  @Override
  public <T> T decode(MessageType<T> type, Buffer bytes) {
    try {
      var builder = ((Message) type.defaultInstance()).newBuilderForType();
      String text = text(bytes);
      parser.merge(text, builder);
      JsonText.requireOneValue(text);
      return type.javaType().cast(builder.build());
    } catch (IOException | RuntimeException e) {
      throw CodecFailure.decoding(NAME, type, e);
    }
  }

  /** The text of the bytes; unlike {@code new String}, it takes no malformed UTF-8. */
  private static String text(Buffer bytes) throws IOException {
    BufferBytes in = BufferBytes.of(bytes);
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(in.array(), in.offset(), in.length()))
        .toString();
  }
}
