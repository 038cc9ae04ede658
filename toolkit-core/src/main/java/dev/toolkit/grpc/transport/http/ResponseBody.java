package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Compressor;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.protocol.HttpProtocol;
import dev.toolkit.grpc.protocol.MessageWriter;
import dev.toolkit.grpc.protocol.MetadataHeaders;
import dev.toolkit.grpc.protocol.StatusHeaders;
import dev.toolkit.grpc.protocol.WebTrailers;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The response to a call: headers, messages and trailers in, what HTTP carries out.
 *
 * <p>Messages gather until the end of the tick, until there are {@value SpareBuffers#SIZE} bytes of
 * them, or until the trailers, whichever comes first.
 */
final class ResponseBody implements Flusher.Flushable {

  static final CharSequence GRPC_ENCODING = AsciiString.cached("grpc-encoding");

  private static final int PREFIX = 5;

  private enum State {
    OPEN,
    HEADERS,
    HEAD_SENT,
    ENDED
  }

  private final ServerConnection connection;
  private final WriteQueue queue;
  private final ServerExchange exchange;
  private final HttpProtocol protocol;
  private final String contentType;
  private final Compressors compressors;
  private final int maxSize;
  private State state = State.OPEN;
  private @Nullable MessageWriter writer;
  private final Gathered gathered;
  private boolean flushPending;
  private int lastSize;

  ResponseBody(
      ServerConnection connection,
      ServerExchange exchange,
      HttpProtocol protocol,
      String contentType,
      Compressors compressors,
      int maxSize) {
    this.connection = connection;
    this.queue = new WriteQueue(connection);
    this.gathered = new Gathered(connection.spares());
    this.exchange = exchange;
    this.protocol = protocol;
    this.contentType = contentType;
    this.compressors = compressors;
    this.maxSize = maxSize;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /** Sets what is called when a writer that was told to wait by {@link #isFull} may go on. */
  void drained(Runnable drained) {
    queue.drained(drained);
  }

  /** Whether the writer should wait. */
  boolean isFull() {
    return state != State.ENDED && (queue.isFull(gathered.length()) || exchange.writeQueueFull());
  }

  /** Takes the headers; they leave with the first message or at the end of the tick. */
  void headers(Frame.Headers headers) {
    if (state != State.OPEN) {
      throw ServerStream.misuse("Headers was written after the headers");
    }
    state = State.HEADERS;
    exchange.contentType(contentType);
    Compressor compressor = null;
    if (!headers.encoding().equals(Payload.IDENTITY)) {
      compressor = compressors.byName(headers.encoding());
      exchange.responseHeaders().set(GRPC_ENCODING, headers.encoding());
    }
    writer = new MessageWriter(compressor, maxSize, "maxSendSize");
    if (!headers.metadata().isEmpty()) {
      MetadataHeaders.write(headers.metadata(), exchange.responseHeaders());
      Cors.expose(headers.metadata(), exchange.responseHeaders());
    }
    flushLater();
  }

  /** Takes a message. */
  void message(Frame.Message message) {
    if (writer == null) {
      throw ServerStream.misuse("Message was written before the headers");
    }
    if (gathered.isFullFor(message)) {
      write();
    }
    int before = gathered.length();
    gathered.add(writer, message);
    lastSize = gathered.length() - before - PREFIX;
    if (gathered.length() >= SpareBuffers.SIZE) {
      write();
    } else {
      flushLater();
    }
  }

  /** The bytes of the last message as it was written, without its prefix. */
  int lastSize() {
    return lastSize;
  }

  /** Takes the trailers and ends the response; completes when all of it is on its way. */
  Future<Void> end(Frame.Trailers trailers) {
    boolean trailersOnly = state == State.OPEN;
    state = State.ENDED;
    if (trailersOnly) {
      exchange.contentType(contentType);
    }
    if (!trailersOnly && !protocol.isTrailersInHttp()) {
      MultiMap map = MultiMap.caseInsensitiveMultiMap();
      StatusHeaders.write(trailers.status(), trailers.metadata(), map);
      Buffer last = Buffer.buffer();
      WebTrailers.append(last, map);
      gathered.add(last);
    } else if (!trailersOnly && trailers.status().isOk() && trailers.metadata().isEmpty()) {
      exchange.trailersOfSuccess();
    } else {
      MultiMap map = trailersOnly ? exchange.responseHeaders() : exchange.responseTrailers();
      StatusHeaders.write(trailers.status(), trailers.metadata(), map);
    }
    Buffer last = take();
    Future<Void> written = exchange.end(last);
    queue.add(last, written);
    return written;
  }

  /** Ends without a word: the client is gone. */
  void abandon() {
    state = State.ENDED;
    gathered.clear();
  }

  @Override
  public void flush() {
    flushPending = false;
    if (state != State.ENDED) {
      write();
    }
  }

  private void write() {
    boolean head = state == State.HEADERS;
    state = State.HEAD_SENT;
    Buffer piece = take();
    if (piece != null) {
      queue.add(piece, exchange.write(piece));
    } else if (head) {
      queue.add(null, exchange.writeHead());
    }
  }

  private void flushLater() {
    if (!flushPending) {
      flushPending = true;
      connection.flusher().add(this);
    }
  }

  private @Nullable Buffer take() {
    Buffer piece = gathered.take();
    if (piece != null && protocol.isText()) {
      Buffer text = Buffer.buffer(Base64.getEncoder().encode(piece.getBytes()));
      connection.spares().give(piece);
      return text;
    }
    return piece;
  }
}
