package dev.toolkit.grpc.encoding;

import static dev.toolkit.grpc.encoding.Samples.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class SnappyCompressorTest {

  private static final String START = "ff 060000 734e61507059";
  private static final String HELLO = "00 0f0000 8a1fb154 171468656c6c6f20420600";

  private final Compressor snappy = Compressor.snappy();

  @Test
  void streamsAreConcatenated() {
    assertEquals(46, snappy.decompress(hex(START + HELLO + START + HELLO), 46).length());
  }

  @Test
  void paddingAndSkippableChunksAreSkipped() {
    Buffer bytes = hex(START + "fe 020000 0000" + "80 010000 ff" + HELLO);

    assertEquals("hello hello hello hello", snappy.decompress(bytes, 100).toString());
  }

  @Test
  void unskippableChunksAreInternal() {
    assertMalformed(START + "02 010000 ff", "chunk type 2 is not known");
    assertMalformed(START + "7f 000000", "chunk type 127 is not known");
  }

  @Test
  void aStreamWithoutIdentifierIsInternal() {
    assertMalformed(HELLO, "it does not start with the stream identifier");
    assertMalformed("ff 060000 734e61507058", "the stream identifier is wrong");
  }

  @Test
  void aWrongChecksumIsInternal() {
    assertMalformed(START + "00 0f0000 8a1fb155 171468656c6c6f20420600", "a checksum is wrong");
    assertMalformed(START + "01 050000 00000000 61", "a checksum is wrong");
  }

  @Test
  void aCutChunkIsInternal() {
    assertMalformed(START + "00 0f0000 8a1fb154 1714", "it ends too early");
    assertMalformed(START + "00 0f", "it ends too early");
    assertMalformed(START + "00 030000 000000", "a chunk has no checksum");
  }

  @Test
  void aForgedBlockSizeIsInternal() {
    assertMalformed(START + "00 090000 00000000 ffffffff07", "a chunk holds more than 65536 bytes");
    assertMalformed(START + "00 090000 00000000 ffffffff0f", "a chunk holds more than 65536 bytes");
  }

  private void assertMalformed(String bytes, String reason) {
    var failure = assertThrows(StatusException.class, () -> snappy.decompress(hex(bytes), 100_000));
    assertEquals(Code.INTERNAL, failure.code());
    assertEquals("message is no valid snappy: " + reason, failure.status().message());
  }
}
