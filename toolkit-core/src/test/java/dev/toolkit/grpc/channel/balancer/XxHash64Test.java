package dev.toolkit.grpc.channel.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {

  private static final String ISHMAEL =
      "Call me Ishmael. Some years ago--never mind how long precisely-";

  @ParameterizedTest
  @CsvSource({
    "'', 0, ef46db3751d8e999",
    "a, 0, d24ec4f1a98c6e5b",
    "as, 0, 1c330fb2d66be179",
    "asd, 0, 631c37ce72a97393",
    "asdf, 0, 415872f599cea71e",
    ISHMAEL + ", 0, 02a2e85470d6fd96",
    "'', 123, e0db84de91f3e198",
    "a, 123, 5e820eb0ddeb5aeb",
    "asdf, -1, 9a2fd8473be539b6",
    ISHMAEL + ", 123, 8166e5a8c312239b",
    "10.0.0.1:1000_0, 0, 3c79dc984b54b0e1",
    "héllo ✓, 0, 8c7edbda5125f807",
  })
  void textsHaveTheHashesOfTheReference(String text, long seed, String hash) {
    assertEquals(hash, HexFormat.of().toHexDigits(XxHash64.of(text, seed)));
  }

  @ParameterizedTest
  @CsvSource({
    "7, 14cc643f630c72d2",
    "8, 884a173614b81b8d",
    "12, 424af23f1f08dca5",
    "31, c346d2b59b4d8ee1",
    "32, cbf59c5116ff32b4",
    "33, 0c535d1acafb8ead",
    "64, f7c67301db6713f0",
    "100, 6ac1e58032166597",
  })
  void bytesOfAllLengthsHaveTheHashesOfTheReference(int length, String hash) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }

    assertEquals(hash, HexFormat.of().toHexDigits(XxHash64.of(bytes, length, 0)));
  }

  @Test
  void onlyTheFirstBytesCount() {
    assertEquals(XxHash64.of("abc", 5), XxHash64.of("abcdef".getBytes(UTF_8), 3, 5));
  }
}
