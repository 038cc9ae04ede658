package dev.toolkit.grpc.encoding;

import static dev.toolkit.grpc.encoding.Samples.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that Go's libraries and the command line tools make. */
class CompressorVectorsTest {

  private static final Buffer MESSAGE = Buffer.buffer("hello hello hello hello");

  @ParameterizedTest
  @CsvSource({
    "gzip,1f8b08000000000000ffca48cdc9c957c02001010000ffffe3513d8d17000000",
    "deflate,789cca48cdc9c957c02001010000ffff680308b1",
    "zstd,28b52ffd04006d00003068656c6c6f20015406030e09175eae0d",
    "zstd,28b52ffd04586500003068656c6c6f200100994b11175eae0d",
    "br,1b16000024406a1065eaf09c3e",
    "snappy,ff060000734e61507059000f00008a1fb154171468656c6c6f20420600",
  })
  void messagesOfOtherLibrariesAreRead(String name, String bytes) {
    assertEquals(MESSAGE, Compressors.defaults().byName(name).decompress(hex(bytes), 23));
  }

  @ParameterizedTest
  @CsvSource({
    "gzip,1f8b08000000000000ff010000ffff0000000000000000",
    "deflate,789c010000ffff00000001",
    "zstd,28b52ffd046801000099e9d851",
    "br,3b",
    "snappy,''",
    "snappy,ff060000734e61507059",
  })
  void emptyMessagesOfOtherLibrariesAreRead(String name, String bytes) {
    assertEquals(0, Compressors.defaults().byName(name).decompress(hex(bytes), 0).length());
  }

  @ParameterizedTest
  @CsvSource({
    "gzip,1f8b08000000000000ff03000000000000000000",
    "deflate,789c030000000001",
    "snappy,ff060000734e61507059",
  })
  void anEmptyMessageIsWrittenAsTheFormatSays(String name, String bytes) {
    assertEquals(hex(bytes), Compressors.defaults().byName(name).compress(Buffer.buffer()));
  }
}
