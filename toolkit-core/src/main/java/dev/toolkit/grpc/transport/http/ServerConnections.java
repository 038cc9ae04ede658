package dev.toolkit.grpc.transport.http;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The open connections of a server. */
final class ServerConnections {

  private final Map<HttpConnection, ServerConnection> open = new ConcurrentHashMap<>();
  private final Map<EventLoop, SpareBuffers> spares = new ConcurrentHashMap<>();
  private final ConnectionLimits limits;
  private final ConnectionBound bound;

  /** How long calls may go on after the shutdown, null before it. */
  private volatile @Nullable Duration grace;

  ServerConnections(ConnectionLimits limits) {
    this.limits = limits;
    this.bound = new ConnectionBound(limits.getMaxConnections(), System::nanoTime);
  }

  /** Takes a new connection of a server of our own; it is dropped at once if it is one too many. */
  ServerConnection opened(
      HttpConnection connection, Vertx vertx, HttpServerTransportOptions options) {
    boolean admitted = bound.admits(open.size());
    NettyPipeline.endHandshake(connection);
    ServerConnection opened = opened(connection);
    if (!admitted) {
      opened.drop();
    } else if (connection.protocolVersion() != HttpVersion.HTTP_2) {
      opened.watch(new Http1Idleness(vertx, connection, limits.getHttp1IdleTimeout()));
    } else if (connection instanceof HttpServerConnection http2) {
      opened.watch(new ServerLiveness(http2, opened, options.getKeepalive()));
      Duration ending = grace;
      if (ending != null) {
        opened.shutdown(ending);
      }
    }
    return opened;
  }

  /** Takes a new connection of somebody's server. */
  ServerConnection opened(HttpConnection connection) {
    NettyPipeline.harden(connection);
    if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      NettyPipeline.improveWrites(connection);
    }
    ServerConnection opened = create(connection);
    open.put(connection, opened);
    connection.closeHandler(v -> closed(connection));
    return opened;
  }

  /** What there is for a connection; one that did not come by {@link #opened} gets it each time. */
  ServerConnection of(HttpConnection connection) {
    ServerConnection known = open.get(connection);
    return known == null ? create(connection) : known;
  }

  /** Has the connections drained that come although the server shuts down. */
  void shutdown(Duration grace) {
    this.grace = grace;
  }

  private void closed(HttpConnection connection) {
    ServerConnection closed = open.remove(connection);
    if (closed != null) {
      closed.closed();
    }
  }

  private ServerConnection create(HttpConnection connection) {
    ContextInternal context = ContextInternal.current();
    return new ServerConnection(connection, context, sparesOf(context), limits.getMaxQueuedBytes());
  }

  private SpareBuffers sparesOf(ContextInternal context) {
    return context.isEventLoopContext()
        ? spares.computeIfAbsent(context.nettyEventLoop(), loop -> new SpareBuffers())
        : new SpareBuffers();
  }
}
