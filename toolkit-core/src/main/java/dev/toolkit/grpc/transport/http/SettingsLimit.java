package dev.toolkit.grpc.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Closes a connection whose peer sends SETTINGS all the time: no client needs more than a few.
 *
 * <p>Netty notes each change of HEADER_TABLE_SIZE for the next header block that it sends. A client
 * that makes no call never gets one, and the notes grow as long as it likes.
 */
final class SettingsLimit extends Http2FrameListenerDecorator {

  static final int MAX_SETTINGS = 1000;
  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongSupplier nanoClock;
  private long windowStart;
  private int settings;

  /** A limit in front of what takes the frames, timed by a clock in nanoseconds. */
  SettingsLimit(Http2FrameListener listener, LongSupplier nanoClock) {
    super(listener);
    this.nanoClock = nanoClock;
    this.windowStart = nanoClock.getAsLong();
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings changed)
      throws Http2Exception {
    long now = nanoClock.getAsLong();
    if (now - windowStart >= WINDOW_NANOS) {
      windowStart = now;
      settings = 0;
    }
    if (++settings > MAX_SETTINGS) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM,
          "more than %d SETTINGS came within %d seconds",
          MAX_SETTINGS,
          TimeUnit.NANOSECONDS.toSeconds(WINDOW_NANOS));
    }
    super.onSettingsRead(context, changed);
  }
}
