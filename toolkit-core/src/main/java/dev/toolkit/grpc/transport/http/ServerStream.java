package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.SentSize;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a call on an HTTP exchange.
 *
 * <p>The request flows at once; what arrives waits in a bounded queue of frames, and the exchange
 * is paused while that is full. Runs on the request's context only.
 */
final class ServerStream implements GrpcStream, SentSize, ServerExchange.Listener {

  private static final int QUEUED_FRAMES = 16;
  private static final long NO_TIMER = -1;
  private static final long NO_ERROR = 0x0; // NO_ERROR

  private final ServerExchange exchange;
  private final FrameQueue inbound = new FrameQueue(QUEUED_FRAMES, this::resume);
  private final RequestBody request;
  private final ResponseBody response;
  private final Vertx vertx;
  private @Nullable Handler<Void> drainHandler;
  private long timer = NO_TIMER;
  private boolean requestEnded;
  private boolean paused;

  ServerStream(Vertx vertx, ServerExchange exchange, RequestBody request, ResponseBody response) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.request = request;
    this.response = response;
    response.drained(this::drained);
  }

  /** Lets the request flow, and ends the call by a deadline if there is one. */
  void start(long timeoutNanos) {
    if (timeoutNanos != Long.MAX_VALUE) {
      long millis = Math.max(1, (timeoutNanos + 999_999) / 1_000_000);
      timer = vertx.setTimer(millis, id -> deadlineExceeded());
    }
    exchange.start(this);
  }

  @Override
  public void write(Frame frame) {
    if (response.isEnded()) {
      return;
    }
    try {
      if (frame instanceof Frame.Message message) {
        response.message(message);
      } else if (frame instanceof Frame.Headers headers) {
        response.headers(headers);
      } else if (frame instanceof Frame.Trailers trailers) {
        end(trailers);
      } else {
        throw misuse(frame.getClass().getSimpleName() + " was written by the server");
      }
    } catch (StatusException e) {
      fail(e.status());
    }
  }

  @Override
  public int lastSentSize() {
    return response.lastSize();
  }

  @Override
  public boolean writeQueueFull() {
    return response.isFull();
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

  @Override
  public void data(Buffer piece) {
    if (response.isEnded()) {
      return;
    }
    try {
      request.feed(piece, inbound);
    } catch (StatusException e) {
      fail(e.status());
      return;
    }
    if (inbound.isFull() && !paused) {
      paused = true;
      exchange.pause();
    }
  }

  @Override
  public void requestEnded() {
    requestEnded = true;
    if (response.isEnded()) {
      return;
    }
    if (request.isAtBoundary()) {
      inbound.add(Frame.HalfClose.INSTANCE);
    } else {
      fail(Status.of(Code.INTERNAL, "the request ended within a message"));
    }
  }

  @Override
  public void failed(Status reason) {
    if (!response.isEnded()) {
      response.abandon();
      cancelTimer();
      inbound.replaceBy(new Frame.Cancel(reason));
    }
  }

  @Override
  public void drained() {
    if (drainHandler != null && !response.isEnded() && !response.isFull()) {
      drainHandler.handle(null);
    }
  }

  /** What ends a call whose handler writes a frame where it must not stand. */
  static StatusException misuse(String what) {
    return Status.of(Code.INTERNAL, what).asException();
  }

  /** Ends the call with a status of the transport: the client gets it, the handler a Cancel. */
  private void fail(Status status) {
    if (!response.isEnded()) {
      end(Frame.Trailers.transport(status, Frame.Progress.PROCESSED));
      inbound.replaceBy(new Frame.Cancel(status));
    }
  }

  private void end(Frame.Trailers trailers) {
    cancelTimer();
    Future<Void> written = response.end(trailers);
    if (!requestEnded) {
      resume();
      if (exchange.isHttp2()) {
        written.onSuccess(v -> resetRest());
      }
    }
  }

  /** Tells a client that is still sending that nobody listens. */
  private void resetRest() {
    if (!requestEnded) {
      exchange.reset(NO_ERROR);
    }
  }

  private void deadlineExceeded() {
    timer = NO_TIMER;
    fail(Status.of(Code.DEADLINE_EXCEEDED, "the deadline passed while the call was served"));
  }

  private void resume() {
    if (paused) {
      paused = false;
      exchange.resume();
    }
  }

  private void cancelTimer() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }
}
