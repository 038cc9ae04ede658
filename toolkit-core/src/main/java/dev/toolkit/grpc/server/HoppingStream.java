package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream on another context than its own: all frames change threads, in order, and a bounded
 * number of messages is under way between them each way.
 */
final class HoppingStream implements GrpcStream {

  private static final int WINDOW = 16;

  private final GrpcStream stream;
  private final ContextInternal source;
  private final ContextInternal target;
  private final Consumer<Status> cancelSeen;

  // On the target.
  private final FrameQueue queue = new FrameQueue(Integer.MAX_VALUE, () -> {});
  private int taken;
  private int unsent;
  private boolean full;
  private @Nullable Handler<Void> drainHandler;

  // On the source.
  private int sent;

  /**
   * A stream that is used on {@code target}.
   *
   * @param cancelSeen told of a cancel on {@code source}, before a busy target takes it
   */
  HoppingStream(
      GrpcStream stream,
      ContextInternal source,
      ContextInternal target,
      Consumer<Status> cancelSeen) {
    this.stream = stream;
    this.source = source;
    this.target = target;
    this.cancelSeen = cancelSeen;
  }

  @Override
  public void write(Frame frame) {
    boolean counted = frame instanceof Frame.Message;
    if (counted) {
      unsent++;
      full |= unsent >= 2 * WINDOW;
    }
    source.runOnContext(v -> writeThrough(frame, counted));
  }

  @Override
  public boolean writeQueueFull() {
    return full;
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    queue.handler(frame -> take(frame, handler));
    source.runOnContext(v -> startSource());
    return this;
  }

  @Override
  public void fetch(long messages) {
    queue.fetch(messages);
  }

  private void take(Frame frame, Handler<Frame> handler) {
    if (frame instanceof Frame.Message && ++taken == WINDOW / 2) {
      taken = 0;
      source.runOnContext(v -> stream.fetch(WINDOW / 2));
    }
    handler.handle(frame);
  }

  private void startSource() {
    stream.drainHandler(v -> acknowledge());
    stream.handler(this::hop);
    stream.fetch(WINDOW);
  }

  private void hop(Frame frame) {
    if (frame instanceof Frame.Cancel cancel) {
      cancelSeen.accept(cancel.reason());
      target.runOnContext(v -> queue.replaceBy(frame));
    } else {
      target.runOnContext(v -> queue.add(frame));
    }
  }

  private void writeThrough(Frame frame, boolean counted) {
    stream.write(frame);
    if (counted) {
      sent++;
      if (sent >= WINDOW && !stream.writeQueueFull()) {
        acknowledge();
      }
    }
  }

  private void acknowledge() {
    int count = sent;
    sent = 0;
    target.runOnContext(v -> acknowledged(count));
  }

  private void acknowledged(int count) {
    unsent -= count;
    if (full && unsent < WINDOW) {
      full = false;
      if (drainHandler != null) {
        drainHandler.handle(null);
      }
    }
  }
}
