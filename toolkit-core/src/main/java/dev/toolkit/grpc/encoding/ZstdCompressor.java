package dev.toolkit.grpc.encoding;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.vertx.core.buffer.Buffer;

/**
 * Zstandard by zstd-jni.
 *
 * <p>A frame names its window and its size, and both may be forged. So a message is decompressed in
 * one step, which needs no window, into an array that is made larger only when it was too small.
 */
final class ZstdCompressor implements Compressor {

  private static final String NAME = "zstd";
  private static final int LEVEL = 3; // zstd's own default
  private static final int GROWTH = 4;
  private static final int FIRST_ARRAY_MIN = 1024;
  private static final int FIRST_ARRAY_MAX = 64 * 1024;
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final long dstTooSmall = Zstd.errDstSizeTooSmall();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Buffer compress(Buffer message) {
    var in = BufferBytes.of(message);
    var out = new byte[Math.toIntExact(Zstd.compressBound(in.length()))];
    long count =
        Zstd.compressByteArray(out, 0, out.length, in.array(), in.offset(), in.length(), LEVEL);
    return BufferBytes.wrap(out, (int) count);
  }

  @Override
  public Buffer decompress(Buffer bytes, int maxSize) {
    var in = BufferBytes.of(bytes);
    if (in.length() == 0) {
      throw CompressionFailure.malformed(NAME, CompressionFailure.TRUNCATED);
    }
    long expected = Math.min(Math.max(4L * in.length(), FIRST_ARRAY_MIN), FIRST_ARRAY_MAX);
    int limit = Math.min(maxSize, MAX_ARRAY);
    for (long size = Math.max(expected, in.length()); ; size *= GROWTH) {
      var out = new byte[(int) Math.min(size, limit)];
      int count = tryDecompress(in, out);
      if (count >= 0) {
        return BufferBytes.wrap(out, count);
      }
      if (out.length == limit) {
        throw CompressionFailure.tooLarge(maxSize);
      }
    }
  }

  /** Decompresses all, and says how much it is, or -1 when the array is too small for it. */
  private int tryDecompress(BufferBytes in, byte[] out) {
    try {
      long count =
          Zstd.decompressByteArray(out, 0, out.length, in.array(), in.offset(), in.length());
      if (!Zstd.isError(count)) {
        return (int) count;
      }
      throw new ZstdException(count);
    } catch (ZstdException e) {
      if (e.getErrorCode() == dstTooSmall) {
        return -1;
      }
      throw CompressionFailure.malformed(NAME, e);
    }
  }
}
