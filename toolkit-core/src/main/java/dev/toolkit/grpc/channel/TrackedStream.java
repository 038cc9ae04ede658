package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/** An attempt of whose end a picker wants to hear. */
final class TrackedStream implements GrpcStream, Handler<Frame> {

  private final GrpcStream stream;
  private final AttemptTracker tracker;
  private @Nullable Handler<Frame> handler;

  TrackedStream(GrpcStream stream, AttemptTracker tracker) {
    this.stream = stream;
    this.tracker = tracker;
  }

  @Override
  public void write(Frame frame) {
    stream.write(frame);
  }

  @Override
  public boolean writeQueueFull() {
    return stream.writeQueueFull();
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    stream.drainHandler(handler);
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    this.handler = handler;
    stream.handler(this);
    return this;
  }

  @Override
  public void fetch(long messages) {
    stream.fetch(messages);
  }

  @Override
  public void handle(Frame frame) {
    if (frame instanceof Frame.Trailers trailers) {
      tracker.ended(trailers);
    }
    handler.handle(frame);
  }
}
