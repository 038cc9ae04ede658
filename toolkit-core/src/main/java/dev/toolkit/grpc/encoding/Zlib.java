package dev.toolkit.grpc.encoding;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * DEFLATE, RFC 1951, by the JDK's zlib, which {@code gzip} and {@code deflate} wrap in their own
 * ways. The states of zlib, up to 256 KiB each, are kept for the next message.
 */
final class Zlib {

  private final String encoding;
  private final Spares<Deflater> deflaters;
  private final Spares<Inflater> inflaters;

  /**
   * Makes one.
   *
   * @param encoding the encoding to name in failures
   * @param raw whether the data are bare, without RFC 1950's header and checksum
   */
  Zlib(String encoding, boolean raw) {
    this.encoding = encoding;
    this.deflaters =
        new Spares<>(() -> new Deflater(Deflater.DEFAULT_COMPRESSION, raw), Deflater::end);
    this.inflaters = new Spares<>(() -> new Inflater(raw), Inflater::end);
  }

  /** Appends the data, deflated. */
  void deflate(BufferBytes in, BoundedBytes out) {
    Deflater deflater = deflaters.take();
    try {
      deflater.setInput(in.array(), in.offset(), in.length());
      deflater.finish();
      while (!deflater.finished()) {
        out.makeRoom();
        out.advance(deflater.deflate(out.array(), out.count(), out.room()));
      }
    } finally {
      deflater.reset();
      deflaters.give(deflater);
    }
  }

  /** Appends the data, inflated, and says where in the input they ended. */
  int inflate(byte[] in, int offset, int end, BoundedBytes out) {
    Inflater inflater = inflaters.take();
    try {
      inflater.setInput(in, offset, end - offset);
      while (!inflater.finished()) {
        out.makeRoom();
        int count = inflater.inflate(out.array(), out.count(), out.room());
        if (count == 0 && !inflater.finished()) {
          throw CompressionFailure.malformed(encoding, stuck(inflater));
        }
        out.advance(count);
      }
      return end - inflater.getRemaining();
    } catch (DataFormatException e) {
      throw CompressionFailure.malformed(encoding, e);
    } finally {
      inflater.reset();
      inflaters.give(inflater);
    }
  }

  private static String stuck(Inflater inflater) {
    return inflater.needsDictionary() ? "it needs a dictionary" : CompressionFailure.TRUNCATED;
  }
}
