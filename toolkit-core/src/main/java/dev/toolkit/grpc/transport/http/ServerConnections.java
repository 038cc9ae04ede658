package dev.toolkit.grpc.transport.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of a server. */
final class ServerConnections {

  private static final int ALL_STREAMS = Integer.MAX_VALUE;

  private final Map<HttpConnection, ServerConnection> open = new ConcurrentHashMap<>();
  private final long maxQueuedBytes;

  ServerConnections(long maxQueuedBytes) {
    this.maxQueuedBytes = maxQueuedBytes;
  }

  /** Takes a new connection of a server of our own. */
  ServerConnection opened(HttpConnection connection, Vertx vertx, Duration http1IdleTimeout) {
    NettyPipeline.endHandshake(connection);
    ServerConnection opened = opened(connection);
    if (connection.protocolVersion() != HttpVersion.HTTP_2) {
      opened.watch(new Http1Idleness(vertx, connection, http1IdleTimeout));
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
    return new ServerConnection(connection, context, maxQueuedBytes);
  }
}
