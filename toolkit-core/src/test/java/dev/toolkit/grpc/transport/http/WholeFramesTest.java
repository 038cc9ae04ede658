package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeFramesTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<ChannelFuture> writes = new ArrayList<>();

  @Test
  void channelThatFillsUpInTheMiddleOfAFrameTakesTheRestOfItNext() {
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(1, 150)); // each write counts 96 more
    channel.pipeline().addLast(new WholeFrames(), new WritesWhenItCan());
    channel.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER);
    write("data.");
    channel.pipeline().flush(); // waits for the end of the read

    write("head");
    write("ers.");
    channel.pipeline().flush();
    channel.pipeline().fireChannelReadComplete();

    assertEquals("data.headers.other.", written());
    assertTrue(writes.stream().allMatch(ChannelFuture::isSuccess));
  }

  private void write(String text) {
    writes.add(channel.pipeline().write(bytes(text)));
  }

  private String written() {
    var all = new StringBuilder();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      all.append(next.toString(StandardCharsets.US_ASCII));
      next.release();
    }
    return all.toString();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  /** As HTTP/2 does with the data that waits. */
  private final class WritesWhenItCan extends ChannelInboundHandlerAdapter {

    private boolean wrote;

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (!wrote && context.channel().isWritable()) {
        wrote = true;
        writes.add(context.write(bytes("other.")));
        context.flush();
      }
    }
  }
}
