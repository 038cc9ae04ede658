package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client's side of Netty's HTTP/2, whose channel is full now and then. */
class StreamWakeupsTest {

  private static final int WINDOW = 65_535;

  private final Http2ConnectionHandler http2 =
      new Http2ConnectionHandlerBuilder()
          .server(false)
          .frameListener(new Http2FrameAdapter())
          .build();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new StreamWakeups(http2.encoder()), http2);
  private final Http2RemoteFlowController flow = http2.encoder().flowController();
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void listen() {
    flow.listener(this::tell);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void aStreamHearsOfRoomThatCameWhileTheChannelWasFull() throws Exception {
    Http2Stream stream = open(1);
    write(stream, WINDOW);
    flow.incrementWindowSize(http2.connection().connectionStream(), WINDOW);

    fill(true);
    flow.incrementWindowSize(stream, WINDOW);
    fill(false);
    channel.runPendingTasks();

    assertTrue(flow.isWritable(stream));
    assertEquals(List.of("1 has room", "1 is full", "1 has room"), told);
  }

  @Test
  void aStreamThatBeginsWhileTheChannelIsFullHearsOfRoom() throws Exception {
    write(open(1), 1);

    fill(true);
    Http2Stream second = http2.connection().local().createStream(3, false);
    assertFalse(flow.isWritable(second));
    fill(false);
    channel.runPendingTasks();

    assertTrue(flow.isWritable(second));
    assertEquals(List.of("1 has room", "3 has room"), told);
  }

  @Test
  void nothingIsToldWhereNothingHasChanged() throws Exception {
    write(open(1), 1);

    fill(true);
    fill(false);
    channel.runPendingTasks();

    assertEquals(List.of("1 has room"), told);
  }

  /** As TLS does: the channel's state changes now, its handlers hear of it in a task. */
  private void fill(boolean full) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !full);
  }

  private Http2Stream open(int id) {
    var head = new DefaultHttp2Headers();
    assertNull(http2.encoder().writeHeaders(context(), id, head, 0, false, promise()).cause());
    return http2.connection().stream(id);
  }

  private void write(Http2Stream stream, int size) throws Exception {
    var data = Unpooled.wrappedBuffer(new byte[size]);
    assertNull(
        http2.encoder().writeData(context(), stream.id(), data, 0, false, promise()).cause());
    flow.writePendingBytes();
    channel.flush();
  }

  private ChannelHandlerContext context() {
    return channel.pipeline().context(http2);
  }

  private ChannelPromise promise() {
    return channel.newPromise();
  }

  private void tell(Http2Stream stream) {
    told.add(stream.id() + (flow.isWritable(stream) ? " has room" : " is full"));
  }
}
