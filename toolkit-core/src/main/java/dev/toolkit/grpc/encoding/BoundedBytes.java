package dev.toolkit.grpc.encoding;

import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects what a compressor or decompressor puts out, up to a limit. It grows by doubling, so that
 * memory follows what came out.
 */
final class BoundedBytes {

  private static final int FIRST_PIECE_MIN = 256;
  private static final int FIRST_PIECE_MAX = 64 * 1024;
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final int maxSize;
  private byte[] array;
  private int count;

  /**
   * Makes an empty one.
   *
   * @param expected a guess at how much will come
   * @param maxSize how much may come
   */
  BoundedBytes(long expected, int maxSize) {
    this.maxSize = maxSize;
    long first = Math.min(Math.max(expected, FIRST_PIECE_MIN), FIRST_PIECE_MAX);
    this.array = new byte[(int) Math.min(first, capacityLimit())];
  }

  byte[] array() {
    return array;
  }

  int count() {
    return count;
  }

  /** How many bytes can be put into the array without growing it. */
  int room() {
    return array.length - count;
  }

  /** Sees to it that there is room, at the limit for one byte more than the limit. */
  void makeRoom() {
    if (room() == 0) {
      grow(count + 1L);
    }
  }

  /**
   * Sees to it that there is room for a number of bytes.
   *
   * @throws StatusException when they would pass the limit
   */
  void makeRoom(int bytes) {
    if ((long) count + bytes > maxSize) {
      throw CompressionFailure.tooLarge(maxSize);
    }
    if (room() < bytes) {
      grow((long) count + bytes);
    }
  }

  /**
   * Counts bytes that were put into the array.
   *
   * @throws StatusException when they pass the limit
   */
  void advance(int bytes) {
    count += bytes;
    if (count > maxSize) {
      throw CompressionFailure.tooLarge(maxSize);
    }
  }

  /** Appends what remains of a buffer. */
  void append(ByteBuffer bytes) {
    int length = bytes.remaining();
    makeRoom(length);
    bytes.get(array, count, length);
    advance(length);
  }

  /** Appends a range of an array. */
  void append(byte[] bytes, int offset, int length) {
    makeRoom(length);
    System.arraycopy(bytes, offset, array, count, length);
    advance(length);
  }

  /** A buffer of what was collected, which takes the array over. */
  Buffer toBuffer() {
    return BufferBytes.wrap(array, count);
  }

  private void grow(long needed) {
    long doubled = Math.max(needed, array.length * 2L);
    array = Arrays.copyOf(array, (int) Math.min(doubled, capacityLimit()));
  }

  /** One more than the limit, so that passing it shows without asking for more output. */
  private long capacityLimit() {
    return Math.min(maxSize + 1L, MAX_ARRAY);
  }
}
