package dev.toolkit.grpc.encoding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of a buffer where they lie, as a range of an array: the one place that reaches below
 * Vert.x's public buffer. See docs/decisions/0010-buffer-arrays.md.
 *
 * @param array the array; not to be written to
 * @param offset where the bytes start
 * @param length how many they are
 */
record BufferBytes(byte[] array, int offset, int length) {

  /** Writes a number of bytes, known before, into an array. */
  @FunctionalInterface
  interface Writer {
    void write(byte[] array, int offset, int length) throws IOException;
  }

  /** The bytes of a buffer: its own array, or a copy where it has none. */
  static BufferBytes of(Buffer buffer) {
    int length = buffer.length();
    if (buffer instanceof BufferInternal internal && internal.unwrap().hasArray()) {
      ByteBuf bytes = internal.unwrap();
      return new BufferBytes(bytes.array(), bytes.arrayOffset(), length);
    }
    return new BufferBytes(buffer.getBytes(), 0, length);
  }

  /** A buffer of the first bytes of an array, which it takes over unless most of it is unused. */
  static Buffer wrap(byte[] array, int length) {
    byte[] kept = length < array.length / 2 ? Arrays.copyOf(array, length) : array;
    return BufferInternal.buffer(new GrowingBytes(kept).writerIndex(length));
  }

  /** Appends bytes that are written straight into the buffer's own array where it has one. */
  static void append(Buffer buffer, int length, Writer writer) throws IOException {
    if (buffer instanceof BufferInternal internal && internal.unwrap().hasArray()) {
      ByteBuf bytes = internal.unwrap().ensureWritable(length);
      int end = bytes.writerIndex();
      writer.write(bytes.array(), bytes.arrayOffset() + end, length);
      bytes.writerIndex(end + length);
    } else {
      var array = new byte[length];
      writer.write(array, 0, length);
      buffer.appendBytes(array);
    }
  }

  /** Where the bytes end in the array. */
  int end() {
    return offset + length;
  }

  /** A heap buffer that starts with an array made elsewhere; the public ones cannot grow. */
  private static final class GrowingBytes extends UnpooledHeapByteBuf {

    GrowingBytes(byte[] array) {
      super(UnpooledByteBufAllocator.DEFAULT, array, Integer.MAX_VALUE);
    }
  }
}
