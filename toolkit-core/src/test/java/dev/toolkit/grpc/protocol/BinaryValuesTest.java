package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryValuesTest {

  @ParameterizedTest
  @CsvSource({"'', ''", "00, AA", "0102, AQI", "010203, AQID", "fbff, '+/8'", "ababab, q6ur"})
  void valuesAreWrittenWithoutPadding(String bytes, String value) {
    assertEquals(value, BinaryValues.encode(HexFormat.of().parseHex(bytes)));
    assertEquals(List.of(bytes), hex(BinaryValues.decode(value)));
  }

  @ParameterizedTest
  @CsvSource({"AA==, 00", "AQI=, 0102", "AQID, 010203"})
  void paddedValuesAreRead(String value, String bytes) {
    assertEquals(List.of(bytes), hex(BinaryValues.decode(value)));
  }

  @Test
  void joinedValuesAreSplitBeforeTheyAreDecoded() {
    assertEquals(List.of("00", "0102", "", "010203"), hex(BinaryValues.decode("AA==,AQI, ,AQID")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AQI==", "-_8", "a b", "AQ=I", "\u00fc\u00fc"})
  void whatIsNotBase64IsRefused(String value) {
    assertThrows(IllegalArgumentException.class, () -> BinaryValues.decode(value));
  }

  @Test
  void everyByteSurvives() {
    var bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }

    byte[] decoded = BinaryValues.decode(BinaryValues.encode(bytes)).get(0);

    assertEquals(0, Arrays.compare(bytes, decoded));
  }

  private static List<String> hex(List<byte[]> values) {
    return values.stream().map(HexFormat.of()::formatHex).toList();
  }
}
