package dev.toolkit.grpc.encoding;

import dev.toolkit.grpc.StatusException;
import io.vertx.core.buffer.Buffer;

/**
 * Makes the bytes of one message fewer, and restores them.
 *
 * <p>A compressor holds no state of a call: any number of calls use it, on any thread, at once. It
 * runs on event loops, so it neither blocks nor waits for another thread.
 */
public interface Compressor {

  /** The name on the wire, as in {@code grpc-encoding}, such as {@code gzip}. */
  String name();

  /** The message, compressed. The buffer given stays as it is. */
  Buffer compress(Buffer message);

  /**
   * The message that the bytes, which are all of it, were made of. The buffer given stays as it is.
   *
   * <p>Memory follows what comes out, never a size that the bytes claim.
   *
   * @param bytes a compressed message
   * @param maxSize how many bytes the message may have, the option {@code maxMessageSize}
   * @throws StatusException with {@code RESOURCE_EXHAUSTED} once more than {@code maxSize} bytes
   *     come out, and with {@code INTERNAL} when the bytes are malformed, end too early or go on
   *     after the end
   */
  Buffer decompress(Buffer bytes, int maxSize);

  /** The compressor that leaves messages as they are, {@code identity}. */
  static Compressor identity() {
    return new IdentityCompressor();
  }

  /** The gzip format of RFC 1952, {@code gzip}. */
  static Compressor gzip() {
    return new GzipCompressor();
  }

  /** The zlib format of RFC 1950, which HTTP and gRPC call {@code deflate}. */
  static Compressor deflate() {
    return new DeflateCompressor();
  }

  /**
   * Zstandard, RFC 8878, {@code zstd}.
   *
   * @throws IllegalStateException when {@code com.github.luben:zstd-jni} cannot be used
   */
  static Compressor zstd() {
    return OptionalCompressors.zstd();
  }

  /**
   * Brotli, RFC 7932, {@code br}.
   *
   * @throws IllegalStateException when {@code com.aayushatharva.brotli4j:brotli4j}, with its native
   *     library for this platform, cannot be used
   */
  static Compressor brotli() {
    return OptionalCompressors.brotli();
  }

  /**
   * Snappy in its framing format, {@code snappy}.
   *
   * @throws IllegalStateException when {@code org.xerial.snappy:snappy-java} cannot be used
   */
  static Compressor snappy() {
    return OptionalCompressors.snappy();
  }
}
