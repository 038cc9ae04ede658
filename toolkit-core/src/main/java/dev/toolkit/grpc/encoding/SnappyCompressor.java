package dev.toolkit.grpc.encoding;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/**
 * Snappy blocks by snappy-java, in the chunks of the framing format.
 *
 * <p>The chunks are read and written here, because the library's own stream allocates whatever size
 * a chunk or block claims.
 */
final class SnappyCompressor implements Compressor {

  private static final String NAME = "snappy";

  /** Loads the native library, or fails with a LinkageError. */
  SnappyCompressor() {
    try {
      Snappy.maxCompressedLength(0);
    } catch (SnappyError e) {
      throw (LinkageError) new UnsatisfiedLinkError("snappy: " + e.getMessage()).initCause(e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Buffer compress(Buffer message) {
    var in = BufferBytes.of(message);
    var out = new BoundedBytes(in.length() + 32L, Integer.MAX_VALUE);
    SnappyChunks.appendStart(out);
    try {
      for (int at = in.offset(); at < in.end(); at += SnappyChunks.MAX_DATA) {
        int length = Math.min(SnappyChunks.MAX_DATA, in.end() - at);
        SnappyChunks.append(in.array(), at, length, out);
      }
    } catch (IOException e) {
      throw new IllegalStateException("snappy cannot compress", e);
    }
    return out.toBuffer();
  }

  @Override
  public Buffer decompress(Buffer bytes, int maxSize) {
    var in = BufferBytes.of(bytes);
    var out = new BoundedBytes(2L * in.length(), maxSize);
    try {
      new SnappyChunks(in, out).readAll();
    } catch (IOException e) {
      throw CompressionFailure.malformed(NAME, e);
    }
    return out.toBuffer();
  }
}
