package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.HttpClientStream;
import io.vertx.core.http.impl.HttpResponseHead;
import org.jspecify.annotations.Nullable;

/** The client's end of a call on an HTTP stream. Runs on the connection's event loop only. */
final class ClientStream implements GrpcStream {

  private static final int QUEUED_FRAMES = 16;
  private static final long NO_ERROR = 0x0; // NO_ERROR
  private static final long CANCEL = 0x8; // CANCEL

  private final ClientConnection connection;
  private final FrameQueue inbound = new FrameQueue(QUEUED_FRAMES, this::resume);
  private final ClientRequestBody request;
  private final ClientResponseBody response;
  private final @Nullable AttemptListener listener;
  private final long lastReadBefore;
  private @Nullable HttpClientStream stream;
  private @Nullable Handler<Void> drainHandler;

  /** The end that this side has chosen, whatever the reset that follows it makes HTTP say. */
  private Frame.@Nullable Trailers decided;

  private boolean ended;
  private boolean closed;
  private boolean paused;

  ClientStream(
      ClientConnection connection, CallHead head, RequestHeads heads, ResponseLimits limits) {
    this.connection = connection;
    this.lastReadBefore = connection.lastRead();
    this.listener = head.attributes().get(AttemptListener.KEY);
    this.request = new ClientRequestBody(connection, head, heads, limits, listener);
    this.response = new ClientResponseBody(head, heads, limits, inbound, listener);
  }

  /** Begins on a stream of the connection, which may come later. */
  void start(Future<HttpClientStream> created) {
    if (listener != null) {
      listener.started(connection.peer());
    }
    if (created.isComplete()) {
      created(created);
    } else {
      created.onComplete(this::created);
    }
  }

  @Override
  public void write(Frame frame) {
    if (ended) {
      return;
    }
    try {
      if (frame instanceof Frame.Message message) {
        request.message(message);
      } else if (frame instanceof Frame.HalfClose) {
        request.halfClose();
      } else if (frame instanceof Frame.Cancel cancel) {
        cancel(cancel.reason());
      } else {
        throw ServerStream.misuse(frame.getClass().getSimpleName() + " was written by the client");
      }
    } catch (StatusException e) {
      cancel(e.status());
    }
  }

  @Override
  public boolean writeQueueFull() {
    return !ended && request.isFull();
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    this.drainHandler = handler;
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    inbound.handler(handler);
    return this;
  }

  @Override
  public void fetch(long messages) {
    inbound.fetch(messages);
  }

  private void created(AsyncResult<HttpClientStream> result) {
    if (result.failed()) {
      end(Failures.notSent(result.cause()), true);
      return;
    }
    stream = result.result();
    if (ended) {
      reset(CANCEL);
      return;
    }
    stream.headHandler(this::head);
    stream.dataHandler(this::data);
    stream.trailersHandler(this::trailers);
    stream.resetHandler(code -> end(Failures.ofReset(code, connection.address()), true));
    stream.exceptionHandler(this::failed);
    stream.closeHandler(v -> closed());
    stream.drainHandler(v -> drained());
    request.attach(stream);
  }

  private void head(HttpResponseHead head) {
    connection.heard();
    if (!ended) {
      attempt(() -> response.head(head.statusCode, head.headers));
    }
  }

  private void data(Buffer piece) {
    connection.heard();
    if (ended) {
      return;
    }
    attempt(() -> response.data(piece));
    if (inbound.isFull() && !paused && !ended) {
      paused = true;
      stream.pause();
    }
  }

  private void trailers(io.vertx.core.MultiMap trailers) {
    connection.heard();
    if (ended) {
      return;
    }
    attempt(() -> end(response.end(trailers), false));
    if (!request.isHalfClosed()) {
      reset(NO_ERROR);
    }
  }

  private void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (StatusException e) {
      decided = Frame.Trailers.local(e.status(), Frame.Progress.PROCESSED);
      reset(CANCEL);
      end(decided, false);
    }
  }

  private void failed(Throwable failure) {
    if (isOpened() || !connection.isHttp2()) {
      end(connection.endOf(failure, stream.id()), true);
    } else {
      connection.noMoreStreams(failure);
      end(Failures.notSent(failure), true);
    }
  }

  private void closed() {
    if (!closed) {
      closed = true;
      if (ended && isOpened()) {
        connection.ended();
      }
    }
    if (!ended) {
      Status status =
          Status.of(Code.UNAVAILABLE, "the connection to " + connection.address() + " was closed");
      end(Frame.Trailers.transport(status, Frame.Progress.PROCESSED), true);
    }
  }

  private void drained() {
    if (drainHandler != null && !ended && !request.isFull()) {
      drainHandler.handle(null);
    }
  }

  private void cancel(Status reason) {
    if (ended) {
      return;
    }
    boolean sent = request.isHeadSent();
    decided =
        Frame.Trailers.local(reason, sent ? Frame.Progress.PROCESSED : Frame.Progress.NOT_SENT);
    reset(CANCEL);
    end(decided, true);
    if (sent && reason.code() == Code.DEADLINE_EXCEEDED) {
      connection.expired(lastReadBefore);
    }
  }

  /** Ends the call; what was not fetched is lost if the end overtakes it. */
  private void end(Frame.Trailers trailers, boolean overtakes) {
    if (ended) {
      return;
    }
    ended = true;
    Frame.Trailers told = decided == null ? trailers : decided;
    request.abandon();
    resume();
    if (closed || !isOpened()) {
      connection.ended(); // else the stream counts until HTTP/2 has closed it
    }
    if (listener != null) {
      listener.ended(told);
    }
    if (overtakes) {
      inbound.replaceBy(told);
    } else {
      inbound.add(told);
    }
  }

  /** Whether the stream exists in HTTP/2, where it is closed later than the call ends. */
  private boolean isOpened() {
    return connection.isHttp2() && stream != null && stream.id() > 0;
  }

  private void reset(long code) {
    if (stream != null && (request.isHeadSent() || !connection.isHttp2())) {
      stream.writeReset(code).onFailure(Failures::logLate);
    }
  }

  private void resume() {
    if (paused) {
      paused = false;
      stream.fetch(Long.MAX_VALUE);
    }
  }
}
