package dev.toolkit.grpc.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BufferBytesTest {

  @Test
  void theBytesAreWhereTheyLie() {
    Buffer buffer = Samples.slice(Buffer.buffer("hello"));

    assertSame(BufferBytes.of(buffer).array(), BufferBytes.of(buffer).array());
    assertEquals("hello", text(BufferBytes.of(buffer)));
  }

  @Test
  void bytesOffTheHeapAreCopied() {
    assertEquals("hello", text(BufferBytes.of(Samples.direct(Buffer.buffer("hello")))));
  }

  @Test
  void aWrappedArrayGrowsWhenAppendedTo() {
    Buffer buffer = BufferBytes.wrap(new byte[] {'a', 'b', 'c', 0}, 3);

    assertEquals("abc", buffer.toString());
    assertEquals("abcdefgh", buffer.appendString("defgh").toString());
  }

  @Test
  void anArrayThatIsMostlyUnusedIsNotKept() {
    Buffer buffer = BufferBytes.wrap(Arrays.copyOf(new byte[] {'a'}, 1000), 1);

    assertEquals(1, BufferBytes.of(buffer).array().length);
    assertEquals("a", buffer.toString());
  }

  @Test
  void bytesAreAppendedOnAndOffTheHeap() throws IOException {
    for (Buffer buffer :
        new Buffer[] {Buffer.buffer("head "), Samples.direct(Buffer.buffer("head "))}) {
      BufferBytes.append(buffer, 3000, (array, at, n) -> Arrays.fill(array, at, at + n, (byte) 1));
      buffer.appendByte((byte) 2);

      assertEquals(3006, buffer.length());
      assertEquals("head ", buffer.getString(0, 5));
      assertEquals(1, buffer.getByte(5));
      assertEquals(1, buffer.getByte(3004));
      assertEquals(2, buffer.getByte(3005));
    }
  }

  private static String text(BufferBytes bytes) {
    return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
  }
}
