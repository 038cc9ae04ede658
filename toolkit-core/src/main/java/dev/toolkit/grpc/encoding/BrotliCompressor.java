package dev.toolkit.grpc.encoding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.encoder.Encoder;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * Brotli by brotli4j.
 *
 * <p>The decoder's window, native memory of at most 16 MiB for the time of one call, is as large as
 * the stream asks for; what leaves it is bounded.
 */
final class BrotliCompressor implements Compressor {

  private static final String NAME = "br";
  private static final int QUALITY = 5; // about gzip's speed; the library's 11 is for files

  private final Encoder.Parameters parameters = Encoder.Parameters.create(QUALITY);

  /** Loads the native library, or fails with a LinkageError. */
  BrotliCompressor() {
    Brotli4jLoader.ensureAvailability();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Buffer compress(Buffer message) {
    var in = BufferBytes.of(message);
    try {
      byte[] out = Encoder.compress(in.array(), in.offset(), in.length(), parameters);
      return BufferBytes.wrap(out, out.length);
    } catch (IOException e) {
      throw Status.of(Code.INTERNAL, "cannot compress message with br: " + e.getMessage())
          .withCause(e)
          .asException();
    }
  }

  @Override
  public Buffer decompress(Buffer bytes, int maxSize) {
    var in = BufferBytes.of(bytes);
    if (in.length() == 0) {
      throw CompressionFailure.malformed(NAME, CompressionFailure.TRUNCATED);
    }
    var out = new BoundedBytes(4L * in.length(), maxSize);
    try {
      decode(in, out);
    } catch (IOException e) {
      throw CompressionFailure.malformed(NAME, e);
    }
    return out.toBuffer();
  }

  private static void decode(BufferBytes in, BoundedBytes out) throws IOException {
    var decoder = new DecoderJNI.Wrapper(in.length());
    try {
      decoder.getInputBuffer().put(in.array(), in.offset(), in.length());
      decoder.push(in.length());
      while (decoder.hasOutput() || decoder.getStatus() != DecoderJNI.Status.DONE) {
        step(decoder, out);
      }
    } finally {
      decoder.destroy();
    }
  }

  private static void step(DecoderJNI.Wrapper decoder, BoundedBytes out) {
    DecoderJNI.Status status = decoder.getStatus();
    if (status == DecoderJNI.Status.ERROR) {
      throw CompressionFailure.malformed(NAME, "malformed data");
    }
    if (decoder.hasOutput()) {
      out.append(decoder.pull());
    } else if (status == DecoderJNI.Status.NEEDS_MORE_INPUT) {
      throw CompressionFailure.malformed(NAME, CompressionFailure.TRUNCATED);
    } else {
      decoder.push(0);
    }
  }
}
