package dev.toolkit.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

  private static final byte[] BYTES = {1, -1};

  @Test
  void lastValueOfAKeyIsTheOneAndAllKeepTheirOrder() {
    var metadata = Metadata.of("a", "1").with("b", "2").with("a", "3");

    assertEquals("3", metadata.get("a"));
    assertEquals(List.of("1", "3"), metadata.getAll("a"));
    assertEquals(List.of("a", "b"), List.copyOf(metadata.keys()));
    assertEquals(3, metadata.size());
    assertNull(metadata.get("c"));
    assertEquals(List.of(), metadata.getAll("c"));
  }

  @Test
  void withLeavesTheOriginalAsItIs() {
    var one = Metadata.of("a", "1");

    one.with("b", "2");
    one.without("a");
    one.withAll(Metadata.of("c", "3"));

    assertEquals(Metadata.of("a", "1"), one);
    assertSame(one, one.withAll(Metadata.EMPTY));
    assertSame(one, Metadata.EMPTY.withAll(one));
  }

  @Test
  void bytesAreCopiedBothWays() {
    byte[] bytes = BYTES.clone();
    var metadata = Metadata.EMPTY.withBinary("a-bin", bytes);

    bytes[0] = 9;
    metadata.getBinary("a-bin")[0] = 9;
    metadata.getAllBinary("a-bin").get(0)[0] = 9;

    assertArrayEquals(BYTES, metadata.getBinary("a-bin"));
  }

  @Test
  void textAndBytesAreNotMistakenForEachOther() {
    var metadata = Metadata.of("a", "1").withBinary("a-bin", BYTES);

    assertNull(metadata.get("a-bin"));
    assertNull(metadata.getBinary("a"));
    assertEquals(List.of(), metadata.getAll("a-bin"));
    assertEquals(List.of(), metadata.getAllBinary("a"));
    assertTrue(metadata.contains("a-bin"));
    assertFalse(metadata.contains("a-"));
  }

  @Test
  void upperCaseKeysAreMadeLowerCase() {
    assertEquals("1", Metadata.of("X-Key", "1").get("x-key"));
    assertTrue(Metadata.EMPTY.withBinary("X-BIN", BYTES).contains("x-bin"));
  }

  @Test
  void equalEntriesInTheSameOrderAreEqual() {
    var one = Metadata.of("a", "1").withBinary("b-bin", BYTES);
    var other = Metadata.of("a", "1").withBinary("b-bin", BYTES.clone());

    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
    assertNotEquals(one, Metadata.EMPTY.withBinary("b-bin", BYTES).with("a", "1"));
    assertNotEquals(one, Metadata.of("a", "1"));
  }

  @Test
  void withoutTakesAllEntriesOfAKey() {
    var metadata = Metadata.of("a", "1").with("b", "2").with("a", "3");

    assertEquals(Metadata.of("b", "2"), metadata.without("a"));
    assertTrue(Metadata.of("a", "1").without("a").isEmpty());
  }

  @Test
  void entriesAreHandedOutInOrder() {
    var seen = new ArrayList<String>();
    var metadata = Metadata.of("a", "1").withBinary("b-bin", BYTES).with("a", "2");

    metadata.forEach((k, v) -> seen.add(k + v), (k, v) -> seen.add(k + v.length));

    assertEquals(List.of("a1", "b-bin2", "a2"), seen);
    assertEquals("[a: 1, b-bin: Af8=, a: 2]", metadata.toString());
  }

  @ParameterizedTest
  @CsvSource({"a b, 32, 1", "a:b, 58, 1", "\u00e9, 233, 0", "\u0130d, 304, 0"})
  void keyWithAnotherCharacterIsRefused(String key, int character, int place) {
    var failure = assertThrows(IllegalArgumentException.class, () -> Metadata.of(key, ""));

    var message = "metadata key \"" + key + "\" has the character " + character + " at " + place;
    assertEquals(message, failure.getMessage());
    assertFalse(Metadata.isKey(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000b", "a\u007fb", "a\u00e9b"})
  void textThatIsNotPrintableAsciiIsRefused(String value) {
    var failure = assertThrows(IllegalArgumentException.class, () -> Metadata.of("k", value));

    assertEquals(
        "the value of metadata key k has the character " + (int) value.charAt(1) + " at 1",
        failure.getMessage());
  }

  @Test
  void emptyKeyAndTheWrongKindOfValueAreRefused() {
    assertEquals("metadata key is empty", refusal(() -> Metadata.of("", "1")));
    assertEquals(
        "the value of metadata key a-bin must be bytes", refusal(() -> Metadata.of("a-bin", "1")));
    assertEquals(
        "metadata key a of bytes must end in -bin",
        refusal(() -> Metadata.EMPTY.withBinary("a", BYTES)));
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}
