package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.Peer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;

/**
 * What the calls of one connection to a server share: the peer, the end-of-tick flush, and the
 * bound of what is queued for a peer that does not read.
 *
 * <p>Runs on the connection's context only.
 */
final class ServerConnection {

  private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

  private final HttpConnection connection;
  private final Attributes attributes;
  private final Flusher flusher;
  private final long maxQueuedBytes;
  private long queuedBytes;
  private boolean overflowed;

  ServerConnection(HttpConnection connection, Context context, long maxQueuedBytes) {
    this.connection = connection;
    this.flusher = new Flusher(context);
    this.maxQueuedBytes = maxQueuedBytes;
    this.attributes =
        Attributes.of(
            Peer.KEY,
            new Peer(
                connection.remoteAddress(), connection.localAddress(), connection.sslSession()));
  }

  /** The attributes of the calls of this connection. */
  Attributes attributes() {
    return attributes;
  }

  /** Flushes the streams of this connection at the end of the tick. */
  Flusher flusher() {
    return flusher;
  }

  /** Counts bytes as queued until their write is complete; too many close the connection. */
  void queued(int bytes, Future<Void> write) {
    if (write.isComplete()) {
      return;
    }
    queuedBytes += bytes;
    if (queuedBytes > maxQueuedBytes && !overflowed) {
      overflowed = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "closing the connection to "
              + connection.remoteAddress()
              + ": it does not read, "
              + queuedBytes
              + " bytes are queued for it, limit is "
              + maxQueuedBytes
              + " (maxQueuedBytes)");
      connection
          .shutdown(Duration.ZERO)
          .onFailure(
              e -> LOG.log(System.Logger.Level.DEBUG, "the connection was closed already", e));
    }
    write.onComplete(result -> queuedBytes -= bytes);
  }
}
