package dev.toolkit.grpc.encoding;

import io.vertx.core.buffer.Buffer;

/** Leaves messages as they are. */
final class IdentityCompressor implements Compressor {

  static final String NAME = "identity";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Buffer compress(Buffer message) {
    return message;
  }

  @Override
  public Buffer decompress(Buffer bytes, int maxSize) {
    if (bytes.length() > maxSize) {
      throw CompressionFailure.tooLarge(maxSize);
    }
    return bytes;
  }
}
