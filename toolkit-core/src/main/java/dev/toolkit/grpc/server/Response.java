package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Codec;
import dev.toolkit.grpc.protocol.MessagePayload;
import org.jspecify.annotations.Nullable;

/** What a call answers: headers, messages and trailers, each written in its turn. */
final class Response {

  private enum State {
    OPEN,
    HEADERS_SENT,
    ENDED,
    CANCELLED
  }

  private final Serving serving;
  private State state = State.OPEN;
  private Metadata headers = Metadata.EMPTY;
  private Metadata trailers = Metadata.EMPTY;
  private @Nullable String compression;
  private boolean compress = true;

  private @Nullable CallHead head;
  private @Nullable GrpcStream stream;
  private @Nullable Codec codec;

  Response(Serving serving) {
    this.serving = serving;
  }

  /** Says where the response goes, before anything is written. */
  void begin(CallHead head, GrpcStream stream, @Nullable Codec codec) {
    this.head = head;
    this.stream = stream;
    this.codec = codec;
  }

  void addHeaders(Metadata metadata) {
    checkHeadersNotSent();
    headers = headers.withAll(metadata);
  }

  void addTrailers(Metadata metadata) {
    if (state == State.ENDED) {
      throw new IllegalStateException("the trailers of the response were sent");
    }
    trailers = trailers.withAll(metadata);
  }

  void compression(CallHead head, String name) {
    checkHeadersNotSent();
    serving.checkCompression(head, name);
    compression = name;
  }

  void compressNext(boolean compress) {
    this.compress = compress;
  }

  void sendHeaders() {
    if (state == State.OPEN && stream != null) {
      state = State.HEADERS_SENT;
      if (compression == null) {
        compression = serving.mirrored(head);
      }
      stream.write(new Frame.Headers(headers, compression));
    }
  }

  void write(Object message) {
    sendHeaders();
    var payload = new MessagePayload(message, codec);
    boolean compressed =
        compress && !compression.equals(Payload.IDENTITY) && payload.sizeHint() > 0;
    stream.write(new Frame.Message(payload, compressed));
  }

  void end(Status status, Metadata more) {
    if (!headers.isEmpty()) {
      sendHeaders();
    }
    state = State.ENDED;
    stream.write(new Frame.Trailers(status, trailers.withAll(more)));
  }

  void cancelled() {
    state = State.CANCELLED;
  }

  boolean isEnded() {
    return state == State.ENDED || state == State.CANCELLED;
  }

  private void checkHeadersNotSent() {
    if (state == State.HEADERS_SENT || state == State.ENDED) {
      throw new IllegalStateException("the headers of the response were sent");
    }
  }
}
