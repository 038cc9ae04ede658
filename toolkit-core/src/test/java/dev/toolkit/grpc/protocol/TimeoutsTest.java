package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutsTest {

  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, 0n",
    "-1, 0n",
    "0, 0n",
    "1, 1n",
    "99999999, 99999999n",
    "100000000, 100000u",
    "100000001, 100001u",
    "99999999000, 99999999u",
    "99999999001, 100000m",
    "99999999000000, 99999999m",
    "99999999000001, 100000S",
    "99999999000000000, 99999999S",
    "99999999000000001, 1666667M",
    "5999999940000000000, 99999999M",
    "5999999940000000001, 1666667H",
    "9223372036854775807, 2562048H",
  })
  void theSmallestUnitWithEightDigitsIsTakenRoundingUp(long nanos, String value) {
    assertEquals(value, Timeouts.encode(nanos));
  }

  @ParameterizedTest
  @CsvSource({
    "0n, 0",
    "1n, 1",
    "00000001n, 1",
    "1u, 1000",
    "1m, 1000000",
    "1S, 1000000000",
    "1M, 60000000000",
    "1H, 3600000000000",
    "99999999n, 99999999",
    "99999999M, 5999999940000000000",
    "2562047H, 9223369200000000000",
  })
  void everyUnitIsRead(String value, long nanos) {
    assertEquals(nanos, Timeouts.decode(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2562048H", "99999999H"})
  void hoursThatOverflowAreTheLongestTimeout(String value) {
    assertEquals(Long.MAX_VALUE - 1, Timeouts.decode(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "n",
        "123456789n",
        "1x",
        "1s",
        "1h",
        "1N",
        "-1n",
        "+1n",
        "1.5S",
        " 1n",
        "1n ",
        "1 n",
        "\u0661n",
        "nn",
        "12"
      })
  void anythingElseIsInternal(String value) {
    var failure = assertThrows(StatusException.class, () -> Timeouts.decode(value));

    assertEquals(Code.INTERNAL, failure.code());
    assertEquals("malformed grpc-timeout \"" + value + "\"", failure.status().message());
  }
}
