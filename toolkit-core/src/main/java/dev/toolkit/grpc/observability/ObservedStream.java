package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.opentelemetry.context.Context;
import io.vertx.core.Handler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An end of a call of which somebody sees all frames, and whose frames are handled with a current
 * context of OpenTelemetry's.
 *
 * @param stream the end
 * @param context the current context while a frame is handled
 * @param written sees each frame when it has been written
 * @param received sees each frame before its handler does
 */
record ObservedStream(
    GrpcStream stream, Context context, Consumer<Frame> written, Consumer<Frame> received)
    implements GrpcStream {

  @Override
  public void write(Frame frame) {
    stream.write(frame);
    written.accept(frame);
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
    stream.handler(frame -> take(frame, handler));
    return this;
  }

  @Override
  public void fetch(long messages) {
    stream.fetch(messages);
  }

  private void take(Frame frame, Handler<Frame> handler) {
    received.accept(frame);
    context.wrap(() -> handler.handle(frame)).run();
  }
}
