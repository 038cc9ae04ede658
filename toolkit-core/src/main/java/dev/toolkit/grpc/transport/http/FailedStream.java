package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/** A call that failed before it began. */
final class FailedStream implements GrpcStream {

  private final FrameQueue inbound = new FrameQueue(1, () -> {});

  private FailedStream(Frame.Trailers trailers) {
    inbound.add(trailers);
  }

  static GrpcStream notSent(Status status) {
    return new FailedStream(Frame.Trailers.transport(status, Frame.Progress.NOT_SENT));
  }

  @Override
  public void write(Frame frame) {
    // The call is over.
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
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
}
