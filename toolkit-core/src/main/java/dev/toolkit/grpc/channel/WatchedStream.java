package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import org.jspecify.annotations.Nullable;

/** An attempt on a connection, of whose frames somebody hears before the call does. */
abstract class WatchedStream implements GrpcStream, Handler<Frame> {

  private final GrpcStream stream;
  private @Nullable Handler<Frame> handler;

  WatchedStream(GrpcStream stream) {
    this.stream = stream;
  }

  /** A frame of the peer has arrived. */
  abstract void arrived(Frame frame);

  @Override
  public final void write(Frame frame) {
    stream.write(frame);
  }

  @Override
  public final boolean writeQueueFull() {
    return stream.writeQueueFull();
  }

  @Override
  public final GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    stream.drainHandler(handler);
    return this;
  }

  @Override
  public final GrpcStream handler(Handler<Frame> handler) {
    this.handler = handler;
    stream.handler(this);
    return this;
  }

  @Override
  public final void fetch(long messages) {
    stream.fetch(messages);
  }

  @Override
  public final void handle(Frame frame) {
    arrived(frame);
    handler.handle(frame);
  }
}
