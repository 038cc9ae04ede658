package dev.toolkit.grpc.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompressorsTest {

  @Test
  void defaultsAreAllThatTheClassPathHas() {
    Compressors compressors = Compressors.defaults();

    assertEquals(
        List.of("identity", "gzip", "deflate", "zstd", "br", "snappy"), compressors.names());
    assertEquals("gzip,deflate,zstd,br,snappy", compressors.acceptEncoding());
  }

  @Test
  void aCompressorIsFoundByItsName() {
    Compressor gzip = Compressor.gzip();
    Compressors compressors = Compressors.of(gzip);

    assertSame(gzip, compressors.byName("gzip"));
    assertNull(compressors.byName("zstd"));
  }

  @Test
  void identityIsAlwaysThere() {
    assertNotNull(Compressors.of().byName("identity"));
    assertEquals("", Compressors.of().acceptEncoding());
    assertEquals(List.of("identity"), Compressors.of(Compressor.identity()).names());
  }

  @Test
  void twoOfOneNameAreRefused() {
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> Compressors.of(Compressor.gzip(), Compressor.gzip()));

    assertEquals("two compressors are named gzip", failure.getMessage());
  }
}
