package dev.toolkit.grpc.encoding;

import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32;

/** The gzip format of RFC 1952; several members, one after the other, are one message. */
final class GzipCompressor implements Compressor {

  private static final String NAME = "gzip";

  private final Zlib zlib = new Zlib(NAME, true);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Buffer compress(Buffer message) {
    var in = BufferBytes.of(message);
    var out = new BoundedBytes(in.length(), Integer.MAX_VALUE);
    GzipMember.appendHeader(out);
    zlib.deflate(in, out);
    GzipMember.appendTrailer(out, crc(in.array(), in.offset(), in.length()), in.length());
    return out.toBuffer();
  }

  @Override
  public Buffer decompress(Buffer bytes, int maxSize) {
    var in = BufferBytes.of(bytes);
    var out = new BoundedBytes(4L * in.length(), maxSize);
    int at = in.offset();
    do {
      at = member(in.array(), at, in.end(), out);
    } while (at < in.end());
    return out.toBuffer();
  }

  private int member(byte[] in, int offset, int end, BoundedBytes out) {
    int first = out.count();
    int body = GzipMember.skipHeader(in, offset, end);
    int trailer = zlib.inflate(in, body, end, out);
    int size = out.count() - first;
    return GzipMember.checkTrailer(in, trailer, end, crc(out.array(), first, size), size);
  }

  private static int crc(byte[] array, int offset, int length) {
    var crc = new CRC32();
    crc.update(array, offset, length);
    return (int) crc.getValue();
  }
}
