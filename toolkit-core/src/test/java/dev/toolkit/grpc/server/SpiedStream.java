package dev.toolkit.grpc.server;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream whose frames, both ways, a test sees. */
record SpiedStream(GrpcStream stream, Consumer<Frame> spy) implements GrpcStream {

  @Override
  public void write(Frame frame) {
    spy.accept(frame);
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
    stream.handler(
        frame -> {
          spy.accept(frame);
          handler.handle(frame);
        });
    return this;
  }

  @Override
  public void fetch(long messages) {
    stream.fetch(messages);
  }
}
