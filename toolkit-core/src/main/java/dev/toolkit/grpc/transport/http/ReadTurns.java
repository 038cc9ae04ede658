package dev.toolkit.grpc.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what a connection reads in turns of about two milliseconds: one that is full of requests
 * does not keep the others of its event loop waiting.
 *
 * <p>What a turn leaves over waits until the others were read and their tasks have run, and so does
 * the socket. How many bytes make a turn follows from the time that the last ones took: a
 * connection begins with little, and one whose bytes are cheap soon has all it reads handed on at
 * once.
 */
final class ReadTurns extends ChannelDuplexHandler implements Runnable {

  static final long TURN_NANOS = 2_000_000;
  static final int FIRST_SHARE = 512;

  private static final int MIN_SHARE = 64;
  private static final int MAX_SHARE = 64 * 1024;

  private final LongSupplier nanoClock;
  private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(4);
  private ChannelHandlerContext context;
  private int share = FIRST_SHARE;
  private int used;
  private long spent;
  private boolean holding;
  private @Nullable Future<?> next;

  /** Turns of one connection, timed by a clock in nanoseconds. */
  ReadTurns(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    waiting.add(bytes);
    if (!holding) {
      handOn();
      if (!waiting.isEmpty()) {
        hold();
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!holding) {
      endTurn();
    }
    context.fireChannelReadComplete();
  }

  /** The socket is read again when nothing waits; a decoder that asks earlier must wait as well. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (!holding) {
      context.read();
    }
  }

  /** The next turn of what waits. */
  @Override
  public void run() {
    endTurn();
    handOn();
    context.fireChannelReadComplete();
    if (waiting.isEmpty()) {
      goOn();
    } else {
      awaitTurn();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (next != null) {
      next.cancel(false);
    }
    drop();
  }

  private void handOn() {
    while (!waiting.isEmpty() && used < share) {
      ByteBuf first = waiting.peek();
      int length = Math.min(first.readableBytes(), share - used);
      boolean whole = first.readableBytes() == length;
      used += length;
      long start = nanoClock.getAsLong();
      context.fireChannelRead(whole ? waiting.remove() : first.readRetainedSlice(length));
      spent += nanoClock.getAsLong() - start;
      if (!context.channel().isActive()) {
        drop();
      }
    }
  }

  private void hold() {
    holding = true;
    context.channel().config().setAutoRead(false);
    awaitTurn();
  }

  private void goOn() {
    holding = false;
    endTurn();
    context.channel().config().setAutoRead(true);
  }

  /**
   * A timer that is due runs after the next read of all connections, a task would run before it.
   */
  private void awaitTurn() {
    next = context.executor().schedule(this, 1, TimeUnit.NANOSECONDS);
  }

  /** Fits the share to the time that the turn took. */
  private void endTurn() {
    if (spent > TURN_NANOS) {
      share = (int) Math.max(MIN_SHARE, used * TURN_NANOS / spent);
    } else if (used >= share && spent < TURN_NANOS / 2) {
      share = Math.min(MAX_SHARE, 2 * share);
    }
    used = 0;
    spent = 0;
  }

  private void drop() {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
  }
}
