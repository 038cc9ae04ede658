package dev.toolkit.grpc.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageReaderTest {

  private static final int LIMIT = 1_000_000;

  private final List<String> messages = new ArrayList<>();
  private final MessageReader reader =
      new MessageReader(
          LIMIT, "maxMessageSize", (flags, bytes) -> messages.add(flags + ":" + bytes));

  @Test
  void messagesOfOnePieceAreSplit() {
    reader.feed(frame(0, "hello").appendBuffer(frame(1, "")).appendBuffer(frame(0, "world")));

    assertEquals(List.of("0:hello", "1:", "0:world"), messages);
    assertTrue(reader.isAtBoundary());
  }

  @Test
  void messagesAreFoundWhereverThePiecesAreCut() {
    Buffer body = frame(0, "hello").appendBuffer(frame(128, "")).appendBuffer(frame(0, "world"));

    for (int size = 1; size < body.length(); size++) {
      messages.clear();
      for (int at = 0; at < body.length(); at += size) {
        reader.feed(body.slice(at, Math.min(body.length(), at + size)));
      }
      assertEquals(List.of("0:hello", "128:", "0:world"), messages, "pieces of " + size);
      assertTrue(reader.isAtBoundary());
    }
  }

  @Test
  void largeMessageOfSmallPiecesArrivesWhole() {
    String text = "0123456789".repeat(90_000);
    Buffer body = frame(0, text);

    for (int at = 0; at < body.length(); at += 16_384) {
      reader.feed(body.slice(at, Math.min(body.length(), at + 16_384)));
    }

    assertEquals(List.of("0:" + text), messages);
  }

  @Test
  void largeMessageOfPiecesOfAllSizesArrivesWhole() {
    String text = "0123456789".repeat(90_000);
    Buffer body = frame(0, text).appendBuffer(frame(1, text)).appendBuffer(frame(0, "end"));

    int size = 1;
    for (int at = 0; at < body.length(); at += size) {
      size = (size * 7 + 3) % 20_000;
      reader.feed(body.slice(at, Math.min(body.length(), at + size)));
    }

    assertEquals(List.of("0:" + text, "1:" + text, "0:end"), messages);
    assertTrue(reader.isAtBoundary());
  }

  @Test
  void bodyMayNotEndWithinAMessage() {
    reader.feed(frame(0, "hello").slice(0, 7));
    assertFalse(reader.isAtBoundary());

    reader.feed(Buffer.buffer("llo"));
    assertTrue(reader.isAtBoundary());
  }

  @Test
  void messageOfTheLimitIsTakenAndOneByteMoreIsNot() {
    reader.feed(frame(0, "x".repeat(LIMIT)));
    assertEquals(1, messages.size());

    var failure =
        assertThrows(
            StatusException.class,
            () -> reader.feed(Buffer.buffer().appendByte((byte) 0).appendInt(LIMIT + 1)));
    assertEquals(Code.RESOURCE_EXHAUSTED, failure.code());
    assertEquals(
        "message is 1000001 bytes, limit is 1000000 (maxMessageSize)", failure.status().message());
  }

  @Test
  void prefixIsRefusedBeforeItsMessageArrives() {
    Buffer forged = Buffer.buffer(new byte[] {0, -1, -1, -1, -1});

    var failure = assertThrows(StatusException.class, () -> reader.feed(forged));

    assertEquals(
        "message is 4294967295 bytes, limit is 1000000 (maxMessageSize)",
        failure.status().message());
  }

  private static Buffer frame(int flags, String text) {
    Buffer bytes = Buffer.buffer(text);
    return Buffer.buffer().appendByte((byte) flags).appendInt(bytes.length()).appendBuffer(bytes);
  }
}
