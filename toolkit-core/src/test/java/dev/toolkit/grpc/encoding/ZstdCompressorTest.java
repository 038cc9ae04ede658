package dev.toolkit.grpc.encoding;

import static dev.toolkit.grpc.encoding.Samples.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ZstdCompressorTest {

  private final Compressor zstd = Compressor.zstd();

  @Test
  void framesAreConcatenated() {
    Buffer frames =
        zstd.compress(Buffer.buffer("one ")).appendBuffer(zstd.compress(Buffer.buffer("two")));

    assertEquals("one two", zstd.decompress(frames, 7).toString());
  }

  @Test
  void aFrameOfUnknownSizeIsRestored() throws IOException {
    Buffer message = Samples.text(1_000_000);

    assertEquals(message, zstd.decompress(Buffer.buffer(streamed(message)), 1_000_000));
  }

  @Test
  void aFrameWithALargeWindowIsRestored() throws IOException {
    Buffer message = Samples.text(100_000);
    var out = new ByteArrayOutputStream();
    try (var stream = new ZstdOutputStream(out, 19).setLong(27)) {
      stream.write(message.getBytes());
    }

    assertEquals(message, zstd.decompress(Buffer.buffer(out.toByteArray()), 100_000));
  }

  @Test
  void aForgedSizeAllocatesNothing() {
    // A frame that claims 1 GiB in its header, and has one block of 1 MiB zeros (RLE).
    Buffer forged = hex("28b52ffd e0 0000004000000000 030080 00");
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    assertThrows(StatusException.class, () -> zstd.decompress(forged, Integer.MAX_VALUE));

    long before = memory.getThreadAllocatedBytes(thread);
    var failure =
        assertThrows(StatusException.class, () -> zstd.decompress(forged, Integer.MAX_VALUE));
    long allocated = memory.getThreadAllocatedBytes(thread) - before;

    assertEquals(Code.INTERNAL, failure.code());
    assertTrue(allocated < 8 * 1024 * 1024, allocated + " bytes");
  }

  private static byte[] streamed(Buffer message) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var stream = new ZstdOutputStream(out)) {
      stream.write(message.getBytes());
    }
    return out.toByteArray();
  }
}
