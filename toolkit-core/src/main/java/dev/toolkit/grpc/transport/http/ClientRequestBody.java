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
 * <p>The head and the messages gather until the end of the tick, until there are {@value
 * SpareBuffers#SIZE} bytes of them, or until the half-close, whichever comes first; without a
 * stream to write to, until there is one.
 */
final class ClientRequestBody implements Flusher.Flushable {

  /** The number of bytes that may wait for a stream. */
  private static final int FULL = 64 * 1024;

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
  private final Gathered gathered;
  private State state = State.OPEN;
  private boolean headSent;
  private boolean flushPending;
  private @Nullable MessageWriter writer;
  private @Nullable HttpClientStream stream;

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
    this.gathered = new Gathered(connection.spares());
  }

  /** Whether anything of the call has left. */
  boolean isHeadSent() {
    return headSent;
  }

  boolean isHalfClosed() {
    return state == State.HALF_CLOSED;
  }

  boolean isFull() {
    return stream == null ? gathered.length() >= FULL : !stream.isWritable();
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
    if (stream != null && gathered.isFullFor(message)) {
      write();
    }
    int before = gathered.length();
    int size = gathered.add(writer, message);
    if (listener != null) {
      listener.messageSent(size, gathered.length() - before);
    }
    if (stream != null && gathered.length() >= SpareBuffers.SIZE) {
      write();
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
      Buffer piece = last == null ? Buffer.buffer() : last;
      sent(piece, stream.writeChunk(piece, true));
    } else {
      writeHead(last, true);
    }
  }

  /** Ends without a word. */
  void abandon() {
    if (state != State.HALF_CLOSED) {
      state = State.ABANDONED;
    }
    gathered.clear();
  }

  @Override
  public void flush() {
    flushPending = false;
    if (state == State.OPEN || state == State.HEAD_SENT) {
      write();
    }
  }

  private void write() {
    Buffer piece = take();
    if (!headSent) {
      writeHead(piece, false);
      state = State.HEAD_SENT;
    } else if (piece != null) {
      sent(piece, stream.writeChunk(piece, false));
    }
  }

  private void writeHead(@Nullable Buffer piece, boolean end) {
    headSent = true;
    boolean http1 = !connection.isHttp2();
    int length = http1 && end ? piece == null ? 0 : piece.length() : -1;
    sent(
        piece,
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
    Buffer piece = gathered.take();
    if (piece != null && heads.protocol().isText()) {
      Buffer text = Buffer.buffer(Base64.getEncoder().encode(piece.getBytes()));
      connection.spares().give(piece);
      return text;
    }
    return piece;
  }

  /** A write that fails ends the stream, which says so on its own. */
  private void sent(@Nullable Buffer piece, Future<Void> write) {
    if (piece == null) {
      write.onFailure(Failures::logLate);
    } else {
      write.onComplete(v -> connection.spares().give(piece), Failures::logLate);
    }
  }
}
