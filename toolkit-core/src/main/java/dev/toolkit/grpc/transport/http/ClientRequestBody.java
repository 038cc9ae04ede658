package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.protocol.MessageWriter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.HttpClientStream;
import io.vertx.core.http.impl.HttpUtils;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The request of a call: messages in, what HTTP carries out.
 *
 * <p>The head and the messages gather until the end of the tick, until there are {@value #FULL}
 * bytes of them, or until the half-close, whichever comes first.
 */
final class ClientRequestBody implements Flusher.Flushable {

  private static final int FULL = 64 * 1024;
  private static final int PREFIX = 5;

  private enum State {
    OPEN,
    HEAD_SENT,
    /** The half-close was asked for, but the stream is not there yet. */
    HALF_CLOSING,
    HALF_CLOSED,
    ABANDONED
  }

  private final ClientConnection connection;
  private final CallHead head;
  private final RequestHeads heads;
  private final ResponseLimits limits;
  private final @Nullable AttemptListener listener;
  private State state = State.OPEN;
  private boolean headSent;
  private boolean flushPending;
  private @Nullable MessageWriter writer;
  private @Nullable HttpClientStream stream;
  private @Nullable Buffer gathered;

  ClientRequestBody(
      ClientConnection connection,
      CallHead head,
      RequestHeads heads,
      ResponseLimits limits,
      @Nullable AttemptListener listener) {
    this.connection = connection;
    this.head = head;
    this.heads = heads;
    this.limits = limits;
    this.listener = listener;
  }

  /** Whether anything of the call has left. */
  boolean isHeadSent() {
    return headSent;
  }

  boolean isHalfClosed() {
    return state == State.HALF_CLOSED;
  }

  boolean isFull() {
    return stream == null ? gathered != null && gathered.length() >= FULL : !stream.isWritable();
  }

  /** Takes the stream to write to. */
  void attach(HttpClientStream stream) {
    this.stream = stream;
    if (state == State.HALF_CLOSING) {
      halfClose();
    } else {
      flushLater();
    }
  }

  /** Takes a message. */
  void message(Frame.Message message) {
    if (state != State.OPEN && state != State.HEAD_SENT) {
      throw ServerStream.misuse("Message was written after the half-close");
    }
    if (writer == null) {
      writer =
          new MessageWriter(heads.compressorOf(head), limits.sent(head.options()), "maxSendSize");
    }
    if (gathered == null) {
      gathered = Buffer.buffer(PREFIX + Math.max(0, message.payload().sizeHint()));
    }
    int before = gathered.length();
    int size = writer.append(gathered, message);
    if (listener != null) {
      listener.messageSent(size, gathered.length() - before);
    }
    if (gathered.length() >= FULL) {
      flush();
    } else {
      flushLater();
    }
  }

  /** Takes the end of the requests. */
  void halfClose() {
    if (isHalfClosed() || stream == null && state == State.HALF_CLOSING) {
      throw ServerStream.misuse("HalfClose was written after the half-close");
    }
    if (stream == null) {
      state = State.HALF_CLOSING;
      return;
    }
    state = State.HALF_CLOSED;
    Buffer last = take();
    if (headSent) {
      logLost(stream.writeChunk(last == null ? Buffer.buffer() : last, true));
    } else {
      writeHead(last, true);
    }
  }

  /** Ends without a word. */
  void abandon() {
    if (state != State.HALF_CLOSED) {
      state = State.ABANDONED;
    }
    gathered = null;
  }

  @Override
  public void flush() {
    flushPending = false;
    if (stream == null || state == State.HALF_CLOSED || state == State.ABANDONED) {
      return;
    }
    Buffer piece = take();
    if (!headSent) {
      writeHead(piece, false);
      state = State.HEAD_SENT;
    } else if (piece != null) {
      logLost(stream.writeChunk(piece, false));
    }
  }

  private void writeHead(@Nullable Buffer piece, boolean end) {
    headSent = true;
    boolean http1 = !connection.isHttp2();
    int length = http1 && end ? piece == null ? 0 : piece.length() : -1;
    logLost(
        stream.writeHead(
            heads.make(head, length),
            http1 && !end,
            piece,
            end,
            HttpUtils.DEFAULT_STREAM_PRIORITY,
            false));
  }

  private void flushLater() {
    if (!flushPending && stream != null) {
      flushPending = true;
      connection.flusher().add(this);
    }
  }

  private @Nullable Buffer take() {
    Buffer piece = gathered;
    gathered = null;
    if (piece != null && heads.protocol().isText()) {
      return Buffer.buffer(Base64.getEncoder().encode(piece.getBytes()));
    }
    return piece;
  }

  /** A write that fails ends the stream, which says so on its own. */
  private static void logLost(Future<Void> write) {
    write.onFailure(Failures::logLate);
  }
}
