package dev.toolkit.grpc.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;

/**
 * Wakes the streams of a connection when its channel can be written again.
 *
 * <p>Netty's flow controller does it only if it saw that the channel could not be written. It looks
 * when the channel says so, which it does a task later for what waits in the TLS handler. A stream
 * whose window opens, or that begins, within that task counts as not writable, and when the channel
 * is writable again before the task has run, nobody hears of it: the stream hangs.
 */
final class StreamWakeups extends ChannelInboundHandlerAdapter {

  private final Http2ConnectionEncoder encoder;

  StreamWakeups(Http2ConnectionEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) throws Http2Exception {
    context.fireChannelWritabilityChanged();
    if (context.channel().isWritable()) {
      Http2RemoteFlowController flow = encoder.flowController();
      flow.initialWindowSize(flow.initialWindowSize()); // looks at all streams, changes nothing
    }
  }
}
