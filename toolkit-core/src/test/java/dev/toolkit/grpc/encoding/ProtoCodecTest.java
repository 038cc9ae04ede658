package dev.toolkit.grpc.encoding;

import static dev.toolkit.grpc.encoding.Samples.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProtoCodecTest {

  private static final MessageType<StringValue> STRING =
      MessageType.of(StringValue.getDefaultInstance());

  private final Codec codec = new ProtoCodec();

  @Test
  void theBytesAreThoseOfProtobuf() {
    Buffer out = Buffer.buffer("before");

    codec.encode(StringValue.of("testing"), out);

    assertEquals(Buffer.buffer("before").appendBuffer(hex("0a 07 74657374696e67")), out);
    assertEquals(9, codec.size(StringValue.of("testing")));
  }

  @Test
  void messagesAreAppendedOneAfterTheOther() {
    Buffer out = Buffer.buffer();
    for (int i = 0; i < 1000; i++) {
      codec.encode(StringValue.of("x"), out);
    }

    assertEquals(3000, out.length());
    assertEquals(hex("0a 01 78"), out.getBuffer(2997, 3000));
  }

  @Test
  void whatIsEncodedIsDecodedFromAnyBuffer() {
    var message = StringValue.of("grüße".repeat(10_000));
    Buffer bytes = Buffer.buffer();
    codec.encode(message, bytes);

    assertEquals(message, codec.decode(STRING, bytes));
    assertEquals(message, codec.decode(STRING, Samples.slice(bytes)));
    assertEquals(message, codec.decode(STRING, Samples.direct(bytes)));
  }

  @Test
  void whatIsEncodedOffTheHeapIsTheSame() {
    Buffer out = Samples.direct(Buffer.buffer("a"));

    codec.encode(StringValue.of("b"), out);

    assertEquals(hex("61 0a 01 62"), out);
  }

  @Test
  void theMessageSharesNothingWithTheBuffer() {
    Buffer bytes = hex("0a 01 78");
    StringValue message = codec.decode(STRING, bytes);

    bytes.setByte(2, (byte) 'y');

    assertEquals("x", message.getValue());
  }

  @Test
  void anEmptyMessageIsNoBytes() {
    Buffer out = Buffer.buffer();
    codec.encode(Empty.getDefaultInstance(), out);

    assertEquals(0, out.length());
    assertEquals(0, codec.size(Empty.getDefaultInstance()));
    assertEquals(StringValue.getDefaultInstance(), codec.decode(STRING, Buffer.buffer()));
  }

  @Test
  void unknownFieldsAreKept() {
    Buffer bytes = hex("0a 01 78 12 01 79");
    Buffer out = Buffer.buffer();

    codec.encode(codec.decode(STRING, bytes), out);

    assertEquals(bytes, out);
  }

  @Test
  void malformedBytesAreInternalAndNameTheType() {
    for (String bytes : new String[] {"0a 7f 78", "0a", "0a ff ff ff ff 0f", "08", "03", "0c"}) {
      var failure = assertThrows(StatusException.class, () -> codec.decode(STRING, hex(bytes)));

      assertEquals(Code.INTERNAL, failure.code());
      assertTrue(
          failure
              .status()
              .message()
              .startsWith("cannot decode google.protobuf.StringValue from proto: "),
          failure.status().message());
    }
  }

  @Test
  void messagesNestedTooDeepAreInternal() {
    Value value = Value.newBuilder().setStringValue("bottom").build();
    for (int i = 0; i < 60; i++) {
      value = Value.newBuilder().setStructValue(Struct.newBuilder().putFields("f", value)).build();
    }
    Buffer bytes = Buffer.buffer();
    codec.encode(value, bytes);

    var type = MessageType.of(Value.getDefaultInstance());
    var failure = assertThrows(StatusException.class, () -> codec.decode(type, bytes));

    assertEquals(Code.INTERNAL, failure.code());
  }

  @Test
  void aMissingRequiredFieldIsInternal() {
    var type = MessageType.of(NamePart.getDefaultInstance());

    var failure = assertThrows(StatusException.class, () -> codec.decode(type, Buffer.buffer()));

    assertEquals(Code.INTERNAL, failure.code());
    assertTrue(failure.status().message().contains("name_part"), failure.status().message());
  }

  @Test
  void whatIsNoProtobufMessageIsInternal() {
    var failure = assertThrows(StatusException.class, () -> codec.encode("text", Buffer.buffer()));

    assertEquals(Code.INTERNAL, failure.code());
    assertEquals(
        "cannot encode java.lang.String as proto: it is no protobuf message",
        failure.status().message());
  }

  @Test
  void thePayloadIsNotQuoted() {
    Buffer bytes = Buffer.buffer("secret".repeat(100).getBytes(StandardCharsets.UTF_8));

    var failure = assertThrows(StatusException.class, () -> codec.decode(STRING, bytes));

    assertTrue(!failure.status().message().contains("secret"), failure.status().message());
  }
}
