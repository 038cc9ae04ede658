package dev.toolkit.grpc.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Makes one flush of those that a connection asks for in one go, and never one in the middle of a
 * frame.
 *
 * <p>Netty's handler flushes when the channel is full, which may be between the two writes of a
 * HEADERS frame. The flush makes room, HTTP/2 uses it for the DATA of another stream, and the peer
 * reads that as a part of the headers. Here what is flushed waits until the read or the task is
 * over, or for the next flush over the bound.
 */
final class WholeFrames extends FlushConsolidationHandler {

  private static final int FLUSHES_PER_WRITE = 256;

  WholeFrames() {
    super(FLUSHES_PER_WRITE, true);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    context.fireChannelWritabilityChanged();
  }
}
