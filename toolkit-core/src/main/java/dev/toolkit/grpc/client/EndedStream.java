package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/** A call that has failed before it began. */
final class EndedStream implements GrpcStream {

  private final Frame.Trailers end;

  EndedStream(Status status) {
    end = Frame.Trailers.local(status, Frame.Progress.NOT_SENT);
  }

  @Override
  public void write(Frame frame) {
    // What is written after the end is dropped.
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
    handler.handle(end);
    return this;
  }

  @Override
  public void fetch(long messages) {
    // There are none.
  }
}
