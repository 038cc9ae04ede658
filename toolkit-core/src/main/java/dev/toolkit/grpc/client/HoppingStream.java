package dev.toolkit.grpc.client;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A stream that belongs to one context while the call runs on another, an event loop.
 *
 * <p>Each method hops to the loop, each frame back, in order. What is on its way to the loop counts
 * as queued.
 */
final class HoppingStream implements GrpcStream {

  private static final int MAX_HOPPING = 64;

  private final ContextInternal context;
  private final ContextInternal loop;
  private final FrameQueue arrived = new FrameQueue(Integer.MAX_VALUE, () -> {});
  private final AtomicInteger hopping = new AtomicInteger();
  private volatile boolean full;
  private volatile boolean drainWanted;
  private @Nullable GrpcStream stream;
  private @Nullable Handler<Void> drainHandler;

  HoppingStream(ContextInternal context, ContextInternal loop) {
    this.context = context;
    this.loop = loop;
  }

  /** Begins, on the loop. */
  void start(GrpcStream stream) {
    this.stream = stream;
    stream.drainHandler(v -> written());
    stream.handler(frame -> context.emit(frame, this::arrive));
  }

  @Override
  public void write(Frame frame) {
    hopping.incrementAndGet();
    loop.emit(frame, this::writeOnLoop);
  }

  @Override
  public boolean writeQueueFull() {
    if (!isFull()) {
      return false;
    }
    drainWanted = true; // before the second look, or the loop could miss it
    return isFull();
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    arrived.handler(handler);
    return this;
  }

  @Override
  public void fetch(long messages) {
    arrived.fetch(messages);
    loop.emit(messages, n -> stream.fetch(n));
  }

  private boolean isFull() {
    return full || hopping.get() >= MAX_HOPPING;
  }

  private void arrive(Frame frame) {
    if (frame instanceof Frame.Trailers trailers && trailers.origin() != Frame.Origin.PEER) {
      arrived.replaceBy(frame);
    } else {
      arrived.add(frame);
    }
  }

  private void writeOnLoop(Frame frame) {
    stream.write(frame);
    hopping.decrementAndGet();
    written();
  }

  /** Says on the context that there is room again, if it was told that there is none. */
  private void written() {
    full = stream.writeQueueFull();
    if (drainWanted && !full && hopping.get() == 0) {
      drainWanted = false;
      context.emit(null, this::drain);
    }
  }

  private void drain(@Nullable Void ignored) {
    if (drainHandler != null) {
      drainHandler.handle(null);
    }
  }
}
