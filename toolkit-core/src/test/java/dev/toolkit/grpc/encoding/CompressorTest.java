package dev.toolkit.grpc.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all compressors have in common. */
class CompressorTest {

  private static final int MIB = 1024 * 1024;

  static Stream<Compressor> all() {
    return Stream.concat(Stream.of(Compressor.identity()), compressing());
  }

  static Stream<Compressor> compressing() {
    return Stream.concat(selfTerminating(), Stream.of(Compressor.snappy()));
  }

  /** Those whose format says where the data end. */
  static Stream<Compressor> selfTerminating() {
    return Stream.of(
        Compressor.gzip(), Compressor.deflate(), Compressor.zstd(), Compressor.brotli());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsCompressedIsRestored(Compressor compressor) {
    for (int size : new int[] {0, 1, 100, 65535, 65536, 65537, 300_000}) {
      for (Buffer message : List.of(Samples.noise(size), Samples.text(size), Samples.zeros(size))) {
        Buffer restored = compressor.decompress(compressor.compress(message), size);

        assertEquals(message, restored, "size " + size);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void buffersMayBeSlicesOrOffTheHeap(Compressor compressor) {
    Buffer message = Samples.text(5000);
    Buffer expected = compressor.compress(message);

    assertEquals(expected, compressor.compress(Samples.slice(message)));
    assertEquals(expected, compressor.compress(Samples.direct(message)));
    assertEquals(message, compressor.decompress(Samples.slice(expected), 5000));
    assertEquals(message, compressor.decompress(Samples.direct(expected), 5000));
  }

  @ParameterizedTest
  @MethodSource("all")
  void inputStaysAsItIs(Compressor compressor) {
    Buffer message = Samples.text(5000);
    Buffer compressed = compressor.compress(message);
    Buffer copy = compressed.copy();

    compressor.decompress(compressed, 5000);

    assertEquals(Samples.text(5000), message);
    assertEquals(copy, compressed);
  }

  @ParameterizedTest
  @MethodSource("compressing")
  void textGetsSmaller(Compressor compressor) {
    assertTrue(compressor.compress(Samples.text(10_000)).length() < 3000);
  }

  @ParameterizedTest
  @MethodSource("all")
  void moreThanTheLimitIsResourceExhausted(Compressor compressor) {
    for (int size : new int[] {1, 1000, 70_000}) {
      Buffer compressed = compressor.compress(Samples.text(size));

      var failure =
          assertThrows(StatusException.class, () -> compressor.decompress(compressed, size - 1));

      assertEquals(Code.RESOURCE_EXHAUSTED, failure.code());
      assertEquals(
          "message decompresses to more than " + (size - 1) + " bytes, the limit maxMessageSize",
          failure.status().message());
    }
  }

  @ParameterizedTest
  @MethodSource("compressing")
  void aBombStopsAtTheLimit(Compressor compressor) {
    Buffer bomb = compressor.compress(Samples.zeros(64 * MIB));
    var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    assertExhausted(compressor, bomb);

    long before = memory.getThreadAllocatedBytes(thread);
    assertExhausted(compressor, bomb);
    long allocated = memory.getThreadAllocatedBytes(thread) - before;

    assertTrue(allocated < MIB, allocated + " bytes for a limit of 100000");
  }

  @ParameterizedTest
  @MethodSource("selfTerminating")
  void aMessageCutAnywhereIsInternal(Compressor compressor) {
    Buffer compressed = compressor.compress(Samples.text(3000));

    for (int end = 0; end < compressed.length(); end++) {
      assertMalformed(compressor, compressed.getBuffer(0, end));
    }
  }

  @ParameterizedTest
  @MethodSource("compressing")
  void bytesAfterTheEndAreInternal(Compressor compressor) {
    Buffer compressed = compressor.compress(Samples.text(3000));

    assertMalformed(compressor, compressed.copy().appendByte((byte) 0));
    assertMalformed(compressor, compressed.copy().appendString("garbage that is long enough"));
  }

  @ParameterizedTest
  @MethodSource("compressing")
  void garbageIsInternal(Compressor compressor) {
    assertMalformed(compressor, Buffer.buffer("this was never compressed"));
    assertMalformed(compressor, Samples.noise(1000));
    assertMalformed(compressor, Samples.zeros(1000));
  }

  @ParameterizedTest
  @MethodSource("compressing")
  void aDamagedMessageFailsWithAStatusOrNotAtAll(Compressor compressor) {
    Buffer compressed = compressor.compress(Samples.text(3000));

    for (int at = 0; at < compressed.length(); at++) {
      Buffer damaged = compressed.copy().setByte(at, (byte) (compressed.getByte(at) ^ 0x41));
      try {
        assertTrue(compressor.decompress(damaged, 4000).length() <= 4000);
      } catch (StatusException e) {
        assertTrue(e.code() == Code.INTERNAL || e.code() == Code.RESOURCE_EXHAUSTED);
      }
    }
    assertEquals(Samples.text(3000), compressor.decompress(compressed, 3000));
  }

  @ParameterizedTest
  @MethodSource("all")
  void threadsDoNotDisturbEachOther(Compressor compressor) throws Exception {
    var threads = Executors.newFixedThreadPool(12);
    try {
      List<Callable<Boolean>> tasks =
          IntStream.range(0, 200)
              .<Callable<Boolean>>mapToObj(i -> () -> isRestored(compressor, 100 * i))
              .toList();

      for (Future<Boolean> task : threads.invokeAll(tasks)) {
        assertTrue(task.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  private static boolean isRestored(Compressor compressor, int size) {
    Buffer message = Samples.text(size);
    return compressor.decompress(compressor.compress(message), size).equals(message);
  }

  private static void assertExhausted(Compressor compressor, Buffer bomb) {
    var failure = assertThrows(StatusException.class, () -> compressor.decompress(bomb, 100_000));
    assertEquals(Code.RESOURCE_EXHAUSTED, failure.code());
  }

  private static void assertMalformed(Compressor compressor, Buffer bytes) {
    var failure =
        assertThrows(
            StatusException.class,
            () -> compressor.decompress(bytes, 4000),
            () -> compressor.name() + " takes " + bytes.length() + " bytes");
    assertEquals(Code.INTERNAL, failure.code());
    assertTrue(failure.status().message().contains("no valid " + compressor.name() + ": "));
  }
}
