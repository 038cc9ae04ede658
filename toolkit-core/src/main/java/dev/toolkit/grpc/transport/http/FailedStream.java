package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
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

  /** A call that was not sent, of which its listener is told. */
  static GrpcStream notSent(CallHead head, Status why) {
    var trailers = Frame.Trailers.transport(why, Frame.Progress.NOT_SENT);
    AttemptListener listener = head.attributes().get(AttemptListener.KEY);
    if (listener != null) {
      listener.ended(trailers);
    }
    return new FailedStream(trailers);
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
