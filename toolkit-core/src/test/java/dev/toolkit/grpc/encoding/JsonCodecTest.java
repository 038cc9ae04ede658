package dev.toolkit.grpc.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Api;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Type;
import com.google.protobuf.TypeRegistry;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class JsonCodecTest {

  private static final MessageType<Api> API = MessageType.of(Api.getDefaultInstance());
  private static final MessageType<Any> ANY = MessageType.of(Any.getDefaultInstance());
  private static final Any DETAIL = Any.pack(Duration.newBuilder().setSeconds(3).build());
  private static final String DETAIL_JSON =
      "{\"@type\":\"type.googleapis.com/google.protobuf.Duration\",\"value\":\"3s\"}";

  private final Codec codec = new JsonCodec();

  @Test
  void theTextHasNoWhitespace() {
    Buffer out = Buffer.buffer("before");

    codec.encode(Api.newBuilder().setName("grüße").setVersion("1").build(), out);

    assertEquals("before{\"name\":\"grüße\",\"version\":\"1\"}", out.toString());
    assertEquals(-1, codec.size(API.defaultInstance()));
  }

  @Test
  void whatIsEncodedIsDecodedFromAnyBuffer() {
    var message = Api.newBuilder().setName("grüße").setSyntaxValue(1).build();
    Buffer bytes = Buffer.buffer();
    codec.encode(message, bytes);

    assertEquals(message, codec.decode(API, bytes));
    assertEquals(message, codec.decode(API, Samples.slice(bytes)));
    assertEquals(message, codec.decode(API, Samples.direct(bytes)));
  }

  @Test
  void anEmptyMessageIsAnEmptyObject() {
    Buffer out = Buffer.buffer();
    codec.encode(API.defaultInstance(), out);

    assertEquals("{}", out.toString());
    assertEquals(API.defaultInstance(), codec.decode(API, out));
  }

  @Test
  void unknownFieldsAreIgnored() {
    Buffer json = Buffer.buffer("{\"nobodyKnows\":{\"a\":[1]},\"name\":\"n\"}");

    assertEquals(Api.newBuilder().setName("n").build(), codec.decode(API, json));
  }

  @Test
  void anyIsReadableWhenItsTypeIsInTheRegistry() {
    var types = TypeRegistry.newBuilder().add(Duration.getDescriptor()).build();
    Codec codec = new JsonCodec(types);
    Buffer out = Buffer.buffer();

    codec.encode(DETAIL, out);

    assertEquals(DETAIL_JSON, out.toString());
    assertEquals(DETAIL, codec.decode(ANY, out));
  }

  @Test
  void anyIsInternalWhenItsTypeIsNotInTheRegistry() {
    var encoding = assertThrows(StatusException.class, () -> codec.encode(DETAIL, Buffer.buffer()));
    var decoding =
        assertThrows(StatusException.class, () -> codec.decode(ANY, Buffer.buffer(DETAIL_JSON)));

    assertEquals(Code.INTERNAL, encoding.code());
    assertEquals(Code.INTERNAL, decoding.code());
    assertTrue(encoding.status().message().contains("google.protobuf.Duration"));
    assertTrue(decoding.status().message().contains("google.protobuf.Duration"));
  }

  @Test
  void malformedTextIsInternalAndNamesTheType() {
    for (String json :
        new String[] {
          "", " ", "{", "[]", "null", "1", "{\"name\":1", "{\"name\":{}}", "{} x", "{}{}"
        }) {
      var failure =
          assertThrows(StatusException.class, () -> codec.decode(API, Buffer.buffer(json)), json);

      assertEquals(Code.INTERNAL, failure.code());
      assertTrue(
          failure.status().message().startsWith("cannot decode google.protobuf.Api from json: "),
          failure.status().message());
    }
  }

  @Test
  void malformedUtf8IsInternal() {
    Buffer bytes = Buffer.buffer("{\"name\":\"").appendByte((byte) 0xff).appendString("\"}");

    var failure = assertThrows(StatusException.class, () -> codec.decode(API, bytes));

    assertEquals(Code.INTERNAL, failure.code());
  }

  @Test
  void textNestedTooDeepIsInternal() {
    var type = MessageType.of(Struct.getDefaultInstance());
    Buffer bytes = Buffer.buffer("{\"a\":".repeat(100_000));

    var failure = assertThrows(StatusException.class, () -> codec.decode(type, bytes));

    assertEquals(Code.INTERNAL, failure.code());
  }

  @Test
  void aLongPayloadIsNotQuoted() {
    var type = MessageType.of(Type.getDefaultInstance());
    Buffer bytes = Buffer.buffer("{\"fields\":\"" + "secret".repeat(1000) + "\"}");

    var failure = assertThrows(StatusException.class, () -> codec.decode(type, bytes));

    assertTrue(failure.status().message().length() < 200, failure.status().message());
  }

  @Test
  void whatIsNoProtobufMessageIsInternal() {
    var failure = assertThrows(StatusException.class, () -> codec.encode("text", Buffer.buffer()));

    assertEquals(Code.INTERNAL, failure.code());
  }
}
