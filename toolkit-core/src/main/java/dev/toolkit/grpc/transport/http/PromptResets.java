package dev.toolkit.grpc.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2LifecycleManager;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Closes a stream when its reset is written, not when the reset has left.
 *
 * <p>Netty ignores the frames that come between the two, with a line in the log for each: a client
 * fills the log, and none of it counts against {@link ConnectionLimits#setMaxResets}. And it closes
 * the connection that passes that bound even if Vert.x fails to hear of it, as it does when one of
 * the streams was answered 431 without its knowledge.
 */
final class PromptResets implements Http2LifecycleManager {

  private final Http2ConnectionHandler handler;

  PromptResets(Http2ConnectionHandler handler) {
    this.handler = handler;
  }

  @Override
  public ChannelFuture resetStream(
      ChannelHandlerContext context, int streamId, long code, ChannelPromise promise) {
    ChannelFuture written = handler.resetStream(context, streamId, code, promise);
    Http2Stream stream = handler.connection().stream(streamId);
    if (stream != null) {
      handler.closeStream(stream, context.newSucceededFuture());
    }
    return written;
  }

  /**
   * Takes the failure of a write, too. Those that fail because the connection was closed are passed
   * over: each would be told to all streams, which hear of the end anyway.
   */
  @Override
  public void onError(ChannelHandlerContext context, boolean outbound, Throwable cause) {
    if (!context.channel().isActive()) {
      return;
    }
    try {
      handler.onError(context, outbound, cause);
    } catch (RuntimeException e) {
      NettyPipeline.drop(context.channel());
    }
  }

  @Override
  public void closeStreamLocal(Http2Stream stream, ChannelFuture future) {
    handler.closeStreamLocal(stream, future);
  }

  @Override
  public void closeStreamRemote(Http2Stream stream, ChannelFuture future) {
    handler.closeStreamRemote(stream, future);
  }

  @Override
  public void closeStream(Http2Stream stream, ChannelFuture future) {
    handler.closeStream(stream, future);
  }

  @Override
  public ChannelFuture goAway(
      ChannelHandlerContext context,
      int lastStreamId,
      long code,
      ByteBuf debugData,
      ChannelPromise promise) {
    return handler.goAway(context, lastStreamId, code, debugData, promise);
  }
}
