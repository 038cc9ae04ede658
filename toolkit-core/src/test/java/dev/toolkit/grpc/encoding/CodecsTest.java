package dev.toolkit.grpc.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodecsTest {

  @Test
  void defaultsAreProtoAndJson() {
    Codecs codecs = Codecs.defaults();

    assertEquals(List.of("proto", "json"), codecs.names());
    assertInstanceOf(ProtoCodec.class, codecs.byName("proto"));
    assertInstanceOf(JsonCodec.class, codecs.byName("json"));
    assertNull(codecs.byName("foo"));
  }

  @Test
  void twoOfOneNameAreRefused() {
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> Codecs.of(new ProtoCodec(), new ProtoCodec()));

    assertEquals("two codecs are named proto", failure.getMessage());
  }
}
