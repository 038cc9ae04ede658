package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/** One attempt of a hedged call, which is sent again when the peer can't have seen it. */
final class Hedge implements Handler<Frame> {

  /** What an attempt asks of its call. */
  interface Call {

    /** Makes an attempt. */
    GrpcStream invoke(AttemptOrder order, int refused);

    /** Whether an attempt that was not answered may be sent again. */
    boolean mayGoOn();

    /** Takes a frame of an attempt, other than trailers that are followed by another try. */
    void arrived(Hedge hedge, Frame frame);

    /** There may be room for messages again. */
    void drained();
  }

  private final Call call;
  private final SentFrames sent;
  private final int previous;
  private final Repeats repeats = new Repeats();
  private @Nullable GrpcStream stream;
  private @Nullable Handler<Frame> taker;
  private Frame.@Nullable Cancel cancel;
  private int written;

  Hedge(Call call, SentFrames sent, int previous) {
    this.call = call;
    this.sent = sent;
    this.previous = previous;
  }

  /** How many attempts were begun before. */
  int previous() {
    return previous;
  }

  /** Begins. */
  void start() {
    begin(new AttemptOrder(previous, false));
  }

  /** Lets frames come, from now on. */
  void listen() {
    taker = this;
    if (stream != null) {
      stream.handler(this);
    }
  }

  /** Writes those of the frames that are kept that were not written yet. */
  void catchUp() {
    while (stream != null && written < sent.count()) {
      stream.write(sent.get(written++));
    }
  }

  /** Writes a frame that is not kept. */
  void write(Frame frame) {
    if (frame instanceof Frame.Cancel reason) {
      cancel = reason;
    }
    if (stream != null) {
      stream.write(frame);
    }
  }

  boolean isFull() {
    return stream != null && stream.writeQueueFull();
  }

  void fetch(long messages) {
    if (stream != null) {
      stream.fetch(messages);
    }
  }

  @Override
  public void handle(Frame frame) {
    if (frame instanceof Frame.Trailers trailers) {
      stream = null;
      if (cancel == null && call.mayGoOn() && repeats.allow(trailers)) {
        begin(new AttemptOrder(previous, true));
        return;
      }
    }
    call.arrived(this, frame);
  }

  private void begin(AttemptOrder order) {
    GrpcStream next = call.invoke(order, repeats.refused());
    stream = next;
    written = 0;
    catchUp();
    if (cancel != null) {
      next.write(cancel);
    }
    next.drainHandler(drained -> call.drained());
    if (taker != null) {
      next.handler(taker);
    }
  }
}
