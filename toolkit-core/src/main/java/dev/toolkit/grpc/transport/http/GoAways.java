package dev.toolkit.grpc.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Consumer;

/**
 * Hears each GOAWAY of a server before the streams past its last one are closed. Vert.x tells the
 * first alone, and of a server that drains that is the one without the last stream.
 */
final class GoAways extends Http2ConnectionAdapter {

  private final ContextInternal context;
  private final Consumer<Failures.Goodbye> taker;

  GoAways(ContextInternal context, Consumer<Failures.Goodbye> taker) {
    this.context = context;
    this.taker = taker;
  }

  @Override
  public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
    context.dispatch(Failures.Goodbye.of(lastStreamId, errorCode, debugData), taker::accept);
  }
}
