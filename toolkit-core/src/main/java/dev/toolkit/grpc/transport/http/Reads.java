package dev.toolkit.grpc.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Keeps the time at which a connection was read last. Runs on the connection's event loop only. */
final class Reads extends ChannelInboundHandlerAdapter {

  private long last = System.nanoTime();

  long last() {
    return last;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    last = System.nanoTime();
    context.fireChannelRead(message);
  }
}
