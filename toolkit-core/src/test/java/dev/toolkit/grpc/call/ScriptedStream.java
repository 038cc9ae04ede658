package dev.toolkit.grpc.call;

import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One end of a call of which the test is the peer and the transport. It has no threads. */
public final class ScriptedStream implements GrpcStream {

  public final List<Frame> written = new ArrayList<>();
  public long fetched;
  private final FrameQueue queue = new FrameQueue(Integer.MAX_VALUE, () -> {});
  private boolean full;
  private @Nullable Handler<Void> drainHandler;

  /** Lets frames of the peer arrive. */
  public ScriptedStream arrive(Frame... frames) {
    for (Frame frame : frames) {
      queue.add(frame);
    }
    return this;
  }

  /** Has no room for messages, until {@link #drain}. */
  public ScriptedStream fill() {
    full = true;
    return this;
  }

  public void drain() {
    full = false;
    if (drainHandler != null) {
      drainHandler.handle(null);
    }
  }

  /** The messages among what was written. */
  public long messages() {
    return written.stream().filter(Frame.Message.class::isInstance).count();
  }

  @Override
  public void write(Frame frame) {
    written.add(frame);
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
    queue.handler(handler);
    return this;
  }

  @Override
  public void fetch(long messages) {
    fetched += messages;
    queue.fetch(messages);
  }
}
