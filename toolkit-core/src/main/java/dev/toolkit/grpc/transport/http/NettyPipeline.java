package dev.toolkit.grpc.transport.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.http.impl.http2.codec.VertxHttp2ConnectionHandler;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/**
 * The one class that reaches below Vert.x's HTTP, into the Netty pipeline of a connection; see
 * docs/decisions/0020.
 */
final class NettyPipeline {

  private static final System.Logger LOG = System.getLogger(NettyPipeline.class.getName());
  private static final int READS_IN_A_ROW = 1;

  private NettyPipeline() {}

  /**
   * Lets what is written outside of a read leave in one system call rather than in one for each
   * frame, and has streams written again that Netty forgets.
   */
  static void improveWrites(HttpConnection connection) {
    try {
      ChannelHandlerContext context = contextOf(connection);
      context.pipeline().addBefore(context.name(), "grpc-flush", new WholeFrames());
      if (context.handler() instanceof Http2ConnectionHandler http2) {
        context
            .pipeline()
            .addBefore(context.name(), "grpc-wakeups", new StreamWakeups(http2.encoder()));
      }
    } catch (LinkageError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "replies cost a system call a frame, and large messages may hang over TLS: Vert.x's"
              + " pipeline is out of reach",
          e);
    }
  }

  /**
   * Ends the timeouts that closed a connection to a server of our own if it stayed silent; those of
   * HTTP/1.1 and calls have their own.
   */
  static void endHandshake(HttpConnection connection) {
    try {
      ChannelHandlerContext context = contextOf(connection);
      if (context.pipeline().get(IdleStateHandler.class) != null) {
        context.pipeline().remove(IdleStateHandler.class);
      }
    } catch (LinkageError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "connections close when they are quiet: Vert.x's pipeline is out of reach",
          e);
    }
  }

  /**
   * Makes a connection to a server fit for hostile clients: it gives way to the other connections
   * of its event loop, its resets close their streams at once, and its SETTINGS are limited.
   */
  static void harden(HttpConnection connection) {
    try {
      ChannelHandlerContext context = contextOf(connection);
      if (context.channel().config().getRecvByteBufAllocator()
          instanceof MaxMessagesRecvByteBufAllocator allocator) {
        allocator.maxMessagesPerRead(READS_IN_A_ROW);
      }
      if (context.handler() instanceof Http2ConnectionHandler http2) {
        http2.encoder().lifecycleManager(new PromptResets(http2));
        Http2ConnectionDecoder decoder = http2.decoder();
        decoder.frameListener(new SettingsLimit(decoder.frameListener(), System::nanoTime));
        context.pipeline().addBefore(context.name(), "grpc-turns", new ReadTurns(System::nanoTime));
      }
    } catch (LinkageError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "clients can fill the log and keep others waiting: Vert.x's pipeline is out of reach",
          e);
    }
  }

  /** Keeps the time of the reads of a connection. */
  static Reads watchReads(HttpConnection connection) {
    var reads = new Reads();
    addBefore(connection, "grpc-reads", reads);
    return reads;
  }

  /** Adds a handler that sees what arrives before HTTP/2 does. */
  static void addBefore(HttpConnection connection, String name, ChannelHandler handler) {
    ChannelHandlerContext context = contextOf(connection);
    context.pipeline().addBefore(context.name(), name, handler);
  }

  /** The streams of a connection of HTTP/2. */
  static Http2Connection streams(HttpConnection connection) {
    return ((Http2ConnectionHandler) contextOf(connection).handler()).connection();
  }

  /** Whether a connection still is one, whatever becomes of its streams. */
  static boolean isOpen(HttpConnection connection) {
    return contextOf(connection).channel().isActive();
  }

  /** Whether a connection of HTTP/2 began as one of HTTP/1.1, with {@code Upgrade: h2c}. */
  static boolean isUpgraded(HttpConnection connection) {
    try {
      return contextOf(connection).handler() instanceof VertxHttp2ConnectionHandler<?> http2
          && http2.upgraded;
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Closes a connection without a word to its peer. */
  static void drop(HttpConnection connection) {
    try {
      drop(contextOf(connection).channel());
    } catch (LinkageError e) {
      connection.shutdown(Duration.ZERO).onFailure(Failures::logLate);
    }
  }

  /** Closes a channel past the handlers, which would have a last word. */
  static void drop(Channel channel) {
    channel.unsafe().close(channel.voidPromise());
  }

  /**
   * Returns the connection credit of bytes that were handed over after the end of their stream had
   * arrived, which Vert.x forgets to do.
   */
  static void returnCredit(HttpConnection connection, long streamId) {
    try {
      ChannelHandlerContext context = contextOf(connection);
      var handler = (Http2ConnectionHandler) context.handler();
      var stream = handler.connection().stream((int) streamId);
      var flowController = handler.decoder().flowController();
      int bytes = stream == null ? 0 : flowController.unconsumedBytes(stream);
      if (bytes > 0 && flowController.consumeBytes(stream, bytes)) {
        context.flush();
      }
    } catch (Http2Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "the stream was closed before its credit was returned", e);
    } catch (LinkageError e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "calls may hang for want of credit: Vert.x's pipeline is out of reach",
          e);
    }
  }

  private static ChannelHandlerContext contextOf(HttpConnection connection) {
    Object inner =
        connection instanceof UnpooledHttpClientConnection client ? client.unwrap() : connection;
    return ((ConnectionBase) inner).channelHandlerContext();
  }
}
