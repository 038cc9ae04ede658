package dev.toolkit.grpc.call;

import io.vertx.core.Handler;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a peer that wait for the handler and the demand of a {@link GrpcStream}.
 *
 * <p>A transport puts frames in as they arrive and slows its source down while {@link #isFull}; the
 * taker's {@code handler} and {@code fetch} are passed on to it. It never calls the handler within
 * a call of the handler. Runs on the stream's context only.
 */
public final class FrameQueue {

  private final ArrayDeque<Frame> frames = new ArrayDeque<>(4);
  private final int capacity;
  private final Runnable drained;
  private @Nullable Handler<Frame> handler;
  private long demand;
  private boolean delivering;
  private boolean full;

  /**
   * A queue.
   *
   * @param capacity the number of waiting frames at which the queue is full
   * @param drained called when a queue that was full is empty again
   */
  public FrameQueue(int capacity, Runnable drained) {
    this.capacity = capacity;
    this.drained = drained;
  }

  /** Whether so many frames wait that the source should stop. */
  public boolean isFull() {
    return full;
  }

  /** Sets the taker; see {@link GrpcStream#handler}. */
  public void handler(Handler<Frame> handler) {
    this.handler = handler;
    deliver();
  }

  /** Adds to the demand; see {@link GrpcStream#fetch}. */
  public void fetch(long messages) {
    demand += messages;
    if (demand < 0) {
      demand = Long.MAX_VALUE;
    }
    deliver();
  }

  /** Puts a frame behind those that wait. */
  public void add(Frame frame) {
    if (!delivering && frames.isEmpty() && isWanted(frame)) {
      delivering = true;
      try {
        hand(frame);
      } finally {
        delivering = false;
      }
      deliver();
      return;
    }
    frames.add(frame);
    full |= frames.size() >= capacity;
    deliver();
  }

  /** Puts a frame in place of all that wait. */
  public void replaceBy(Frame frame) {
    frames.clear();
    full = false;
    add(frame);
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (!frames.isEmpty() && isWanted(frames.peek())) {
        hand(frames.remove());
      }
    } finally {
      delivering = false;
    }
    if (full && frames.isEmpty()) {
      full = false;
      drained.run();
    }
  }

  private boolean isWanted(Frame frame) {
    return handler != null && (demand > 0 || !(frame instanceof Frame.Message));
  }

  private void hand(Frame frame) {
    if (frame instanceof Frame.Message && demand != Long.MAX_VALUE) {
      demand--;
    }
    handler.handle(frame);
  }
}
