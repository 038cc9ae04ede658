package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Compressor;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages with their prefix into a body. See PROTOCOL-HTTP2.md, "Length-Prefixed-Message".
 */
public final class MessageWriter {

  /** The flag of a message that is compressed. */
  public static final int COMPRESSED = 1;

  private static final int PREFIX = 5;

  private final @Nullable Compressor compressor;
  private final int maxSize;
  private final String option;

  /**
   * A writer.
   *
   * @param compressor compresses those messages that are to be compressed, null for none
   * @param maxSize the largest message that is written, in bytes on the wire
   * @param option the name of the option that sets it, for the message of the failure
   */
  public MessageWriter(@Nullable Compressor compressor, int maxSize, String option) {
    this.compressor = compressor;
    this.maxSize = maxSize;
    this.option = option;
  }

  /**
   * Appends a message to a body.
   *
   * @return the number of bytes of the message without its prefix and before it was compressed
   * @throws dev.toolkit.grpc.StatusException if the message is over the limit or can't be encoded;
   *     what then stands behind the former end of the body is of no use
   */
  public int append(Buffer body, Frame.Message message) {
    Payload payload = message.payload();
    if (!payload.encoding().equals(Payload.IDENTITY)) {
      return appendCompressed(body, payload);
    }
    if (message.compressed() && compressor != null) {
      var plain = Buffer.buffer(Math.max(payload.sizeHint(), 0));
      payload.writeTo(plain);
      if (plain.length() > 0) {
        appendBytes(body, COMPRESSED, compressor.compress(plain));
        return plain.length();
      }
    }
    return appendPlain(body, payload);
  }

  private int appendPlain(Buffer body, Payload payload) {
    int hint = payload.sizeHint();
    if (hint > maxSize) {
      throw MessageReader.tooLarge(hint, maxSize, option);
    }
    int start = body.length();
    body.appendByte((byte) 0).appendInt(hint);
    payload.writeTo(body);
    int size = body.length() - start - PREFIX;
    if (size != hint) {
      if (size > maxSize) {
        throw MessageReader.tooLarge(size, maxSize, option);
      }
      body.setInt(start + 1, size);
    }
    return size;
  }

  private int appendCompressed(Buffer body, Payload payload) {
    if (compressor == null || !compressor.name().equals(payload.encoding())) {
      throw Status.of(
              Code.INTERNAL,
              "message is compressed with "
                  + payload.encoding()
                  + ", the call with "
                  + (compressor == null ? Payload.IDENTITY : compressor.name()))
          .asException();
    }
    var bytes = Buffer.buffer(payload.sizeHint());
    payload.writeTo(bytes);
    appendBytes(body, COMPRESSED, bytes);
    return bytes.length();
  }

  private void appendBytes(Buffer body, int flags, Buffer bytes) {
    if (bytes.length() > maxSize) {
      throw MessageReader.tooLarge(bytes.length(), maxSize, option);
    }
    body.appendByte((byte) flags).appendInt(bytes.length()).appendBuffer(bytes);
  }
}
