package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose call has not begun yet: it keeps what is written until it is joined to another.
 */
class WaitingStream implements GrpcStream {

  /** How many bytes are taken before the write queue is full. */
  static final int MAX_BYTES = 64 * 1024;

  private final ArrayDeque<Frame> written = new ArrayDeque<>(2);
  private @Nullable GrpcStream stream;
  private @Nullable Handler<Frame> handler;
  private @Nullable Handler<Void> drainHandler;
  private Frame.@Nullable Trailers end;
  private long demand;
  private long bytes;

  @Override
  public final void write(Frame frame) {
    if (stream != null) {
      stream.write(frame);
    } else if (end == null) {
      keep(frame);
    }
  }

  @Override
  public final boolean writeQueueFull() {
    return stream != null ? stream.writeQueueFull() : end == null && bytes >= MAX_BYTES;
  }

  @Override
  public final GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    if (stream != null) {
      stream.drainHandler(handler);
    }
    return this;
  }

  @Override
  public final GrpcStream handler(Handler<Frame> handler) {
    this.handler = handler;
    if (end != null) {
      handler.handle(end);
    } else if (stream != null) {
      stream.handler(handler);
    }
    return this;
  }

  @Override
  public final void fetch(long messages) {
    if (stream != null) {
      stream.fetch(messages);
    } else {
      demand = demand + messages < 0 ? Long.MAX_VALUE : demand + messages;
    }
  }

  /** Whether it has neither been joined nor ended. */
  final boolean isWaiting() {
    return stream == null && end == null;
  }

  /** Goes on as another stream. */
  final void join(GrpcStream other) {
    boolean wasFull = writeQueueFull();
    stream = other;
    if (drainHandler != null) {
      other.drainHandler(drainHandler);
    }
    Frame frame;
    while ((frame = written.poll()) != null) {
      other.write(frame);
    }
    if (handler != null) {
      other.handler(handler);
    }
    if (demand > 0) {
      other.fetch(demand);
    }
    if (wasFull && !other.writeQueueFull() && drainHandler != null) {
      drainHandler.handle(null);
    }
  }

  /** Ends without having begun. */
  final void end(Frame.Trailers trailers) {
    if (!isWaiting()) {
      return;
    }
    end = trailers;
    written.clear();
    ended(trailers);
    if (handler != null) {
      handler.handle(trailers);
    }
  }

  /** It was cancelled before it began; what waits for it need not any more. */
  void cancelled() {}

  /** It has ended without having begun; called once, before its taker hears of it. */
  void ended(Frame.Trailers trailers) {}

  private void keep(Frame frame) {
    if (frame instanceof Frame.Cancel cancel) {
      cancelled();
      end(Frame.Trailers.local(cancel.reason(), Frame.Progress.NOT_SENT));
      return;
    }
    written.add(frame);
    if (frame instanceof Frame.Message message) {
      bytes += message.payload().sizeHint();
    }
  }
}
