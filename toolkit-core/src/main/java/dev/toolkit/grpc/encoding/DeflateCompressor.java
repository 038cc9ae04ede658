package dev.toolkit.grpc.encoding;

import io.vertx.core.buffer.Buffer;

/** The zlib format of RFC 1950. */
final class DeflateCompressor implements Compressor {

  private static final String NAME = "deflate";

  private final Zlib zlib = new Zlib(NAME, false);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Buffer compress(Buffer message) {
    var in = BufferBytes.of(message);
    var out = new BoundedBytes(in.length(), Integer.MAX_VALUE);
    zlib.deflate(in, out);
    return out.toBuffer();
  }

  @Override
  public Buffer decompress(Buffer bytes, int maxSize) {
    var in = BufferBytes.of(bytes);
    var out = new BoundedBytes(4L * in.length(), maxSize);
    int end = zlib.inflate(in.array(), in.offset(), in.end(), out);
    if (end < in.end()) {
      throw CompressionFailure.malformed(NAME, CompressionFailure.TRAILING);
    }
    return out.toBuffer();
  }
}
