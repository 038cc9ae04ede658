package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadTurnsTest {

  private static final int SHARE = ReadTurns.FIRST_SHARE;
  private static final int SOCKET_READ = 64 * 1024;

  private final Consumer consumer = new Consumer();
  private final Reads reads = new Reads();
  private final EmbeddedChannel channel = channel();
  private long nanos;

  @AfterEach
  void closesAndReleases() {
    channel.finishAndReleaseAll();
    consumer.buffers.forEach(buffer -> assertEquals(0, buffer.refCnt()));
  }

  @Test
  void fewBytesPassAtOnce() {
    arrives(100);

    assertEquals(List.of(100), consumer.sizes);
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void restOfManyBytesWaitsForItsTurnAndSoDoesTheSocket() {
    arrives(SHARE + 100);

    assertEquals(List.of(SHARE), consumer.sizes);
    assertFalse(channel.config().isAutoRead());

    nextTurn();

    assertEquals(List.of(SHARE, 100), consumer.sizes);
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void turnIsFollowedByTheEndOfARead() {
    arrives(SHARE + 100);
    assertEquals(1, consumer.completed);

    nextTurn();

    assertEquals(2, consumer.completed);
  }

  @Test
  void oneTurnIsTakenForEachTimer() {
    consumer.nanosPerByte = ReadTurns.TURN_NANOS / SHARE;
    arrives(4 * SHARE);

    for (int turns = 1; turns <= 4; turns++) {
      assertEquals(turns, consumer.sizes.size());
      nextTurn();
    }
    assertEquals(4 * SHARE, consumer.total());
  }

  @Test
  void cheapBytesSoonPassAtOnce() {
    for (int i = 0; i < 8; i++) {
      arrives(SOCKET_READ);
      drain();
    }
    consumer.sizes.clear();

    arrives(SOCKET_READ);

    assertEquals(List.of(SOCKET_READ), consumer.sizes);
  }

  @Test
  void dearBytesPassFewAtATime() {
    consumer.nanosPerByte = 2 * ReadTurns.TURN_NANOS / SHARE;
    arrives(10_000);
    drain();

    assertEquals(List.of(SHARE, SHARE / 2, SHARE / 2), consumer.sizes.subList(0, 3));
    assertEquals(10_000, consumer.total());
  }

  @Test
  void bytesStayInOrder() {
    byte[] sent = new byte[SOCKET_READ];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (byte) (i * 31);
    }

    channel.writeInbound(Unpooled.copiedBuffer(sent, 0, 5000));
    channel.writeInbound(Unpooled.copiedBuffer(sent, 5000, sent.length - 5000));
    drain();

    assertEquals(List.of(toList(sent)), List.of(toList(consumer.bytes.toByteArray())));
  }

  @Test
  void decoderThatAsksForMoreWaitsMeanwhile() {
    arrives(SHARE + 100);
    int before = reads.count;
    channel.read();
    assertEquals(before, reads.count);

    nextTurn();

    assertEquals(before + 1, reads.count);
  }

  @Test
  void nothingIsHandedOnOnceTheConnectionIsClosed() {
    consumer.closes = true;
    arrives(10_000);
    drain();

    assertEquals(List.of(SHARE), consumer.sizes);
  }

  @Test
  void whatIsNoBytesPasses() {
    channel.writeInbound("an upgraded request");

    assertEquals("an upgraded request", channel.readInbound());
  }

  private EmbeddedChannel channel() {
    var created = new EmbeddedChannel(reads, new ReadTurns(() -> nanos), consumer);
    created.freezeTime();
    return created;
  }

  private void nextTurn() {
    channel.advanceTimeBy(1, TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  private void arrives(int bytes) {
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[bytes]));
  }

  private void drain() {
    while (!channel.config().isAutoRead() && channel.isOpen()) {
      nextTurn();
    }
  }

  private static List<Byte> toList(byte[] bytes) {
    var list = new ArrayList<Byte>(bytes.length);
    for (byte b : bytes) {
      list.add(b);
    }
    return list;
  }

  /** What stands for HTTP/2: takes bytes, and time for them. */
  private final class Consumer extends ChannelInboundHandlerAdapter {

    private final List<Integer> sizes = new ArrayList<>();
    private final List<ByteBuf> buffers = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long nanosPerByte;
    private int completed;
    private boolean closes;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof ByteBuf buffer)) {
        context.fireChannelRead(message);
        return;
      }
      nanos += nanosPerByte * buffer.readableBytes();
      sizes.add(buffer.readableBytes());
      buffers.add(buffer);
      while (buffer.isReadable()) {
        bytes.write(buffer.readByte());
      }
      buffer.release();
      if (closes) {
        context.channel().unsafe().close(context.channel().voidPromise());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      completed++;
    }

    private int total() {
      return bytes.size();
    }
  }

  /** What stands for the socket: counts how often it is asked to read. */
  private static final class Reads extends ChannelOutboundHandlerAdapter {

    private int count;

    @Override
    public void read(ChannelHandlerContext context) {
      count++;
      context.read();
    }
  }
}
