package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Codec;
import dev.toolkit.grpc.encoding.Compressor;
import dev.toolkit.grpc.protocol.Base64Reader;
import dev.toolkit.grpc.protocol.BytesPayload;
import dev.toolkit.grpc.protocol.HttpProtocol;
import dev.toolkit.grpc.protocol.HttpStatusCodes;
import dev.toolkit.grpc.protocol.MessageReader;
import dev.toolkit.grpc.protocol.MessageWriter;
import dev.toolkit.grpc.protocol.MetadataHeaders;
import dev.toolkit.grpc.protocol.StatusHeaders;
import dev.toolkit.grpc.protocol.WebTrailers;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The response to a call: what HTTP carries in, frames out. See PROTOCOL-HTTP2.md, "Responses", and
 * PROTOCOL-WEB.md.
 */
final class ClientResponseBody {

  private static final int OK = 200;
  private static final int PREFIX = 5;

  private final RequestHeads heads;
  private final Codec codec;
  private final int maxSize;
  private final FrameQueue frames;
  private final @Nullable AttemptListener listener;
  private final MessageReader reader;
  private final @Nullable Base64Reader base64;
  private @Nullable Compressor compressor;

  /** A head with a status, which counts only if nothing else follows: trailers-only. */
  private @Nullable MultiMap only;

  /** The end that the head has told already, which is that of no gRPC response. */
  private Frame.@Nullable Trailers early;

  private @Nullable MultiMap webTrailers;

  ClientResponseBody(
      CallHead head,
      RequestHeads heads,
      ResponseLimits limits,
      FrameQueue frames,
      @Nullable AttemptListener listener) {
    this.heads = heads;
    this.codec = heads.codecOf(head);
    this.maxSize = limits.received(head.options());
    this.frames = frames;
    this.listener = listener;
    this.reader = new MessageReader(maxSize, "maxMessageSize", this::message);
    this.base64 = heads.protocol().isText() ? new Base64Reader() : null;
  }

  /**
   * Takes the head.
   *
   * @throws StatusException if it is malformed
   */
  void head(int httpStatus, MultiMap headers) {
    String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
    boolean grpc = HttpProtocol.of(contentType) == heads.protocol();
    if (grpc && StatusHeaders.isIn(headers)) {
      only = headers;
    } else if (!grpc || httpStatus != OK) {
      early = notGrpc(httpStatus, contentType);
    } else if (!HttpProtocol.codecOf(contentType).equals(codec.name())) {
      String message = "content-type is " + contentType + ", the call's codec " + codec.name();
      throw Status.of(Code.INTERNAL, message).asException();
    } else {
      begin(headers);
    }
  }

  /**
   * Takes a piece of the body.
   *
   * @throws StatusException if it is malformed
   */
  void data(Buffer piece) {
    if (piece.length() > 0) {
      notOnly();
    }
    if (early == null) {
      reader.feed(base64 == null ? piece : base64.decode(piece));
    }
  }

  /**
   * Takes the end of the response, and tells how the call ended.
   *
   * @throws StatusException if the trailers are malformed
   */
  Frame.Trailers end(MultiMap trailers) {
    if (early != null) {
      return early;
    }
    if (only != null && (trailers.isEmpty() || !heads.protocol().isTrailersInHttp())) {
      return StatusHeaders.read(only);
    }
    notOnly();
    if (!reader.isAtBoundary() || base64 != null && !base64.isAtBoundary()) {
      return broken(Code.INTERNAL, "the response ended within a message");
    }
    MultiMap found = heads.protocol().isTrailersInHttp() ? trailers : webTrailers;
    if (found == null || found.isEmpty()) {
      return broken(Code.INTERNAL, "the response ended without trailers");
    }
    return StatusHeaders.isIn(found)
        ? StatusHeaders.read(found)
        : broken(Code.UNKNOWN, "the trailers hold no grpc-status");
  }

  /** Something follows the head: a status in it was none. */
  private void notOnly() {
    if (only != null) {
      MultiMap headers = only;
      only = null;
      begin(headers);
    }
  }

  private void begin(MultiMap headers) {
    String encoding = headers.get(ResponseBody.GRPC_ENCODING);
    if (encoding == null) {
      encoding = Payload.IDENTITY;
    } else if (!encoding.equals(Payload.IDENTITY)) {
      compressor = heads.compressors().byName(encoding);
      if (compressor == null) {
        throw Status.of(Code.INTERNAL, "grpc-encoding " + encoding + " is not known").asException();
      }
    }
    Metadata metadata = MetadataHeaders.read(headers);
    if (listener != null) {
      listener.headersReceived(metadata);
    }
    frames.add(new Frame.Headers(metadata, encoding));
  }

  private void message(int flags, Buffer bytes) {
    if (webTrailers != null) {
      throw Status.of(Code.INTERNAL, "a frame follows the gRPC-Web trailers").asException();
    }
    if (flags == 0) {
      add(new BytesPayload(bytes, codec, null, maxSize), bytes.length());
    } else if (flags == MessageWriter.COMPRESSED) {
      add(new BytesPayload(bytes, codec, compressor(), maxSize), bytes.length());
    } else if (!heads.protocol().isTrailersInHttp() && (flags | 1) == (WebTrailers.TRAILERS | 1)) {
      boolean compressed = (flags & MessageWriter.COMPRESSED) != 0;
      webTrailers = WebTrailers.read(compressed ? compressor().decompress(bytes, maxSize) : bytes);
    } else {
      throw Status.of(Code.INTERNAL, "message has the unknown flags " + flags).asException();
    }
  }

  private void add(BytesPayload payload, int size) {
    if (listener != null) {
      listener.messageReceived(size + PREFIX);
    }
    frames.add(new Frame.Message(payload, !payload.encoding().equals(Payload.IDENTITY)));
  }

  private Compressor compressor() {
    if (compressor == null) {
      throw Status.of(Code.INTERNAL, "message is compressed, but grpc-encoding is identity")
          .asException();
    }
    return compressor;
  }

  private static Frame.Trailers notGrpc(int httpStatus, @Nullable String contentType) {
    String message = "HTTP status " + httpStatus + " with content-type " + contentType;
    return broken(HttpStatusCodes.codeOf(httpStatus), message);
  }

  private static Frame.Trailers broken(Code code, String message) {
    return new Frame.Trailers(
        Status.of(code, message), Metadata.EMPTY, Frame.Origin.TRANSPORT, Frame.Progress.PROCESSED);
  }
}
