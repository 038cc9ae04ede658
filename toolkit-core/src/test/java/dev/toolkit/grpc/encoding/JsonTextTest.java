package dev.toolkit.grpc.encoding;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {} ",
        "{\"a\":[1,2,{\"}\":\"]\"}]}\n",
        "\"a\\\"b\"",
        "\"\\\\\"",
        "12",
        " -1.5e3\t",
        "null"
      })
  void oneValueIsTaken(String text) {
    assertDoesNotThrow(() -> JsonText.requireOneValue(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} x", "{}{}", "[]]", "\"a\"b", "\"a\" \"b\"", "12 13", "{}\u00a0"})
  void textAfterTheValueIsNot(String text) {
    assertThrows(IOException.class, () -> JsonText.requireOneValue(text));
  }
}
