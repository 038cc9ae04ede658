package dev.toolkit.grpc.transport.inprocess;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a call: frames written on the writer's context and taken on the reader's.
 *
 * <p>The first group of methods runs on the writer's context, the second on the reader's. Messages
 * are charged to the writer until the reader has taken them; what was taken is credited by halves
 * of the limits, so that two threads seldom talk about it.
 */
final class Lane {

  private final ContextInternal writer;
  private final ContextInternal reader;
  private final boolean oneThread;
  private final InProcessOptions limits;
  private final FrameQueue queue = new FrameQueue(Integer.MAX_VALUE, () -> {});

  private @Nullable Lane back;
  private @Nullable Predicate<Frame> arrivals;

  // Of the writer.
  private long chargedMessages;
  private long chargedBytes;
  private boolean full;
  private boolean closed;
  private boolean writing;
  private @Nullable Handler<Void> drainHandler;

  // Of the reader; the first only where both are on one thread.
  private int deferred;
  private int takenMessages;
  private long takenBytes;
  private boolean muted;

  Lane(ContextInternal writer, ContextInternal reader, boolean oneThread, InProcessOptions limits) {
    this.writer = writer;
    this.reader = reader;
    this.oneThread = oneThread;
    this.limits = limits;
  }

  /**
   * Joins this lane to the one that leads back, and to what hears of each frame on the reader's
   * context before it is queued, and says whether it is to be.
   */
  void join(Lane back, Predicate<Frame> arrivals) {
    this.back = back;
    this.arrivals = arrivals;
  }

  boolean isOneThread() {
    return oneThread;
  }

  void write(Frame frame) {
    if (frame instanceof Frame.Message message) {
      chargedMessages++;
      chargedBytes += message.payload().sizeHint();
      full |=
          chargedMessages >= limits.maxQueuedMessages() || chargedBytes >= limits.maxQueuedBytes();
    }
    if (!oneThread) {
      reader.runOnContext(v -> receive(frame));
    } else if (back.writing || deferred > 0) {
      deferred++;
      reader.runOnContext(v -> receiveDeferred(frame));
    } else {
      boolean nested = writing;
      writing = true;
      try {
        reader.dispatch(frame, this::receive);
      } finally {
        writing = nested;
      }
    }
  }

  boolean isFull() {
    return full;
  }

  void drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
  }

  /** Nothing is written any more, and nobody waits for room. */
  void close() {
    closed = true;
    if (full) {
      full = false;
      drained();
    }
  }

  void handler(Handler<Frame> handler) {
    queue.handler(frame -> take(frame, handler));
  }

  void fetch(long messages) {
    queue.fetch(messages);
  }

  /** Hands over a last frame, soon, in place of all that the reader has not taken. */
  void endBy(Frame last) {
    reader.runOnContext(v -> queue.replaceBy(last));
  }

  /** Hands over nothing more. */
  void mute() {
    muted = true;
  }

  private void receiveDeferred(Frame frame) {
    deferred--;
    receive(frame);
  }

  private void receive(Frame frame) {
    if (!arrivals.test(frame)) {
      return;
    }
    if (overtakes(frame)) {
      queue.replaceBy(frame);
    } else {
      queue.add(frame);
    }
  }

  private static boolean overtakes(Frame frame) {
    return frame instanceof Frame.Cancel
        || frame instanceof Frame.Trailers trailers && trailers.origin() != Frame.Origin.PEER;
  }

  private void take(Frame frame, Handler<Frame> handler) {
    if (muted) {
      return;
    }
    if (frame instanceof Frame.Message message) {
      takenMessages++;
      takenBytes += message.payload().sizeHint();
      if (takenMessages * 2L >= limits.maxQueuedMessages()
          || takenBytes * 2 >= limits.maxQueuedBytes()) {
        creditTaken();
      }
    }
    handler.handle(frame);
  }

  private void creditTaken() {
    int messages = takenMessages;
    long bytes = takenBytes;
    takenMessages = 0;
    takenBytes = 0;
    if (oneThread) {
      credit(messages, bytes);
    } else {
      writer.runOnContext(v -> credit(messages, bytes));
    }
  }

  private void credit(int messages, long bytes) {
    chargedMessages -= messages;
    chargedBytes -= bytes;
    if (full
        && !closed
        && chargedMessages * 2 <= limits.maxQueuedMessages()
        && chargedBytes * 2 <= limits.maxQueuedBytes()) {
      full = false;
      drained();
    }
  }

  private void drained() {
    if (drainHandler != null) {
      writer.runOnContext(v -> callDrainHandler());
    }
  }

  private void callDrainHandler() {
    if (drainHandler != null && !full) {
      drainHandler.handle(null);
    }
  }
}
