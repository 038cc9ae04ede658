package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, ``",
        "my favorite character is a space and ~!, my favorite character is a space and ~!",
        "100%, 100%25",
        "%41, %2541",
        "\u00fc, %C3%BC",
        "\u4f60\u597d, %E4%BD%A0%E5%A5%BD",
        "\ud83d\ude00, %F0%9F%98%80",
        "a\u0000b\u007fc, a%00b%7Fc",
        "`\t\r\n`, %09%0D%0A",
      })
  void whatIsNotPrintableAsciiIsEncodedInUpperCase(String text, String encoded) {
    assertEquals(encoded, PercentEncoding.encode(text));
    assertEquals(text, PercentEncoding.decode(encoded));
  }

  @Test
  void surrogatesThatAreAloneAreReplaced() {
    assertEquals("a%EF%BF%BDb", PercentEncoding.encode("a\ud83db"));
    assertEquals("%EF%BF%BD%EF%BF%BD", PercentEncoding.encode("\ude00\ud83d"));
  }

  @ParameterizedTest
  @CsvSource({
    "%, %",
    "%4, %4",
    "a%, a%",
    "%zz, %zz",
    "%4g, %4g",
    "%-1, %-1",
    "%%41, %A",
    "%c3%bc, \u00fc",
    "%C3, \ufffd",
    "%FF%41, \ufffdA",
    "\u00fc%41, \u00fcA",
    "%41%, A%",
    "%%%, %%%"
  })
  void decodingNeverFails(String encoded, String text) {
    assertEquals(text, PercentEncoding.decode(encoded));
  }
}
