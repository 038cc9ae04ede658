package dev.toolkit.grpc.transport.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What happens to a server's connection of HTTP/2 and Vert.x does not tell: its streams close, and
 * its server shuts down, which Vert.x would do at once where no call is under way. A client that
 * sends a call at that moment would lose it.
 */
final class ServerEvents {

  private final ContextInternal context;

  ServerEvents(ContextInternal context) {
    this.context = context;
  }

  /** Has the shutdown of the server within a grace, other than zero, done by the given one. */
  ChannelInboundHandlerAdapter shutdown(Consumer<Duration> taker) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void userEventTriggered(ChannelHandlerContext netty, Object event) {
        if (event instanceof ShutdownEvent shutdown && !shutdown.timeout().isZero()) {
          context.dispatch(shutdown.timeout(), taker::accept);
        } else {
          netty.fireUserEventTriggered(event);
        }
      }
    };
  }

  /** Hears that a stream was closed, without a context because that is with each call. */
  Http2ConnectionAdapter streamClosed(Runnable taker) {
    return new Http2ConnectionAdapter() {
      @Override
      public void onStreamClosed(Http2Stream stream) {
        taker.run();
      }
    };
  }
}
