package dev.toolkit.grpc.transport.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of a server. */
final class ServerConnections {

  private static final int ALL_STREAMS = Integer.MAX_VALUE;

  private final Map<HttpConnection, ServerConnection> open = new ConcurrentHashMap<>();
  private final ConnectionLimits limits;
  private final ConnectionBound bound;

  ServerConnections(ConnectionLimits limits) {
    this.limits = limits;
    this.bound = new ConnectionBound(limits.getMaxConnections(), System::nanoTime);
  }

  /** Takes a new connection of a server of our own; it is dropped at once if it is one too many. */
  ServerConnection opened(HttpConnection connection, Vertx vertx) {
    boolean admitted = bound.admits(open.size());
    NettyPipeline.endHandshake(connection);
    ServerConnection opened = opened(connection);
    if (!admitted) {
      opened.drop();
    } else if (connection.protocolVersion() != HttpVersion.HTTP_2) {
      opened.watch(new Http1Idleness(vertx, connection, limits.getHttp1IdleTimeout()));
    }
    return opened;
  }

  /** Takes a new connection of somebody's server. */
  ServerConnection opened(HttpConnection connection) {
    NettyPipeline.harden(connection);
    if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      NettyPipeline.consolidateFlushes(connection);
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

  /**
   * Tells the clients that no new call will be taken soon; calls under way go on. What replaces the
   * deprecated method closes the connection.
   */
  @SuppressWarnings("deprecation")
  void announceEnd() {
    for (HttpConnection connection : open.keySet()) {
      if (connection.protocolVersion() == HttpVersion.HTTP_2) {
        connection.goAway(0, ALL_STREAMS, Buffer.buffer());
      }
    }
  }

  private void closed(HttpConnection connection) {
    ServerConnection closed = open.remove(connection);
    if (closed != null) {
      closed.closed();
    }
  }

  private ServerConnection create(HttpConnection connection) {
    Context context = Vertx.currentContext();
    return new ServerConnection(connection, context, limits.getMaxQueuedBytes());
  }
}
