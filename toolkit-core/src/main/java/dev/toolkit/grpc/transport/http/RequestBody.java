package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.encoding.Codec;
import dev.toolkit.grpc.encoding.Compressor;
import dev.toolkit.grpc.protocol.Base64Reader;
import dev.toolkit.grpc.protocol.BytesPayload;
import dev.toolkit.grpc.protocol.MessageReader;
import dev.toolkit.grpc.protocol.MessageWriter;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The body of a request: bytes in, messages out. */
final class RequestBody {

  private final Codec codec;
  private final @Nullable Compressor compressor;
  private final int maxSize;
  private final @Nullable Base64Reader base64;
  private final MessageReader reader;
  private @Nullable FrameQueue messages;

  /**
   * A body.
   *
   * @param codec decodes the messages
   * @param compressor decompresses those that are compressed, null if none may be
   * @param maxSize the largest message that is taken, in bytes, compressed and decompressed
   * @param text whether the body is base64
   */
  RequestBody(Codec codec, @Nullable Compressor compressor, int maxSize, boolean text) {
    this.codec = codec;
    this.compressor = compressor;
    this.maxSize = maxSize;
    this.base64 = text ? new Base64Reader() : null;
    this.reader = new MessageReader(maxSize, "maxMessageSize", this::message);
  }

  /**
   * Takes a piece, and puts the messages that it completes into a queue.
   *
   * @throws dev.toolkit.grpc.StatusException if the body is malformed
   */
  void feed(Buffer piece, FrameQueue messages) {
    this.messages = messages;
    reader.feed(base64 == null ? piece : base64.decode(piece));
  }

  /** Whether the body may end here. */
  boolean isAtBoundary() {
    return reader.isAtBoundary() && (base64 == null || base64.isAtBoundary());
  }

  private void message(int flags, Buffer bytes) {
    if (flags == 0) {
      add(new BytesPayload(bytes, codec, null, maxSize), false);
    } else if (flags != MessageWriter.COMPRESSED) {
      throw Status.of(Code.INTERNAL, "message has the unknown flags " + flags).asException();
    } else if (compressor == null) {
      throw Status.of(Code.INTERNAL, "message is compressed, but grpc-encoding is identity")
          .asException();
    } else {
      add(new BytesPayload(bytes, codec, compressor, maxSize), true);
    }
  }

  private void add(BytesPayload payload, boolean compressed) {
    messages.add(new Frame.Message(payload, compressed));
  }
}
