package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProtocolTest {

  @ParameterizedTest
  @CsvSource({
    "application/grpc, GRPC, proto",
    "application/grpc+proto, GRPC, proto",
    "application/grpc+json, GRPC, json",
    "application/grpc+JSON, GRPC, json",
    "Application/GRPC, GRPC, proto",
    "application/grpc;charset=utf-8, GRPC, proto",
    "application/grpc+json; charset=utf-8, GRPC, json",
    "application/grpc+foo, GRPC, foo",
    "application/grpc-web, GRPC_WEB, proto",
    "application/grpc-web+json, GRPC_WEB, json",
    "application/grpc-web-text, GRPC_WEB_TEXT, proto",
    "application/grpc-web-text+proto, GRPC_WEB_TEXT, proto",
  })
  void aContentTypeNamesProtocolAndCodec(String contentType, HttpProtocol protocol, String codec) {
    assertEquals(protocol, HttpProtocol.of(contentType));
    assertEquals(codec, HttpProtocol.codecOf(contentType));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "application/grpcd",
        "application/grpc-",
        "application/grpc-webs",
        "image/jpeg",
        "application/grpc-web-text2",
        "application",
        "application/json",
        "text/application/grpc"
      })
  void otherContentTypesAreNone(String contentType) {
    assertNull(HttpProtocol.of(contentType));
  }

  @Test
  void noContentTypeIsNone() {
    assertNull(HttpProtocol.of(null));
  }

  @ParameterizedTest
  @CsvSource({
    "GRPC, proto, application/grpc",
    "GRPC, json, application/grpc+json",
    "GRPC_WEB, proto, application/grpc-web",
    "GRPC_WEB_TEXT, json, application/grpc-web-text+json",
  })
  void whatIsWrittenIsRead(HttpProtocol protocol, String codec, String contentType) {
    String written = protocol.contentType(codec);

    assertEquals(protocol, HttpProtocol.of(written));
    assertEquals(codec, HttpProtocol.codecOf(written));
    assertEquals(contentType, written.replace("+proto", ""));
  }
}
