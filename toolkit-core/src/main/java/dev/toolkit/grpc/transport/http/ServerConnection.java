package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.Peer;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one connection to a server share: the peer, the end-of-tick flush, and the
 * bound of what is queued for a peer that does not read.
 *
 * <p>Runs on the connection's context only.
 */
final class ServerConnection {

  private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

  private static final int ALLOWANCE = 64 * 1024;
  private static final int SMALL_ALLOWANCE = 16 * 1024;

  private final HttpConnection connection;
  private final Attributes attributes;
  private final Flusher flusher;
  private final SpareBuffers spares;
  private final long maxQueuedBytes;
  private long queuedBytes;
  private boolean dropped;
  private boolean sent;
  private @Nullable Http1Idleness idleness;
  private @Nullable ServerLiveness liveness;

  ServerConnection(
      HttpConnection connection, Context context, SpareBuffers spares, long maxQueuedBytes) {
    this.connection = connection;
    this.flusher = new Flusher(context);
    this.spares = spares;
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

  /** The buffers in which responses gather. */
  SpareBuffers spares() {
    return spares;
  }

  /** Has a connection of HTTP/1.1 closed when it is idle. */
  void watch(Http1Idleness idleness) {
    this.idleness = idleness;
  }

  /** Has the life of a connection of HTTP/2 looked after. */
  void watch(ServerLiveness liveness) {
    this.liveness = liveness;
  }

  /** Takes no new calls on a connection of HTTP/2; those under way may end within the grace. */
  void shutdown(Duration grace) {
    if (liveness != null) {
      liveness.shutdown(grace);
    }
  }

  /** HEADERS or DATA were sent. */
  void sent() {
    sent = true;
  }

  /** Whether HEADERS or DATA were sent since this was asked last. */
  boolean takeSent() {
    boolean was = sent || queuedBytes > 0; // what is queued is sent little by little
    sent = false;
    return was;
  }

  /** A request began on a connection of HTTP/1.1. */
  void began(HttpServerRequest request) {
    if (idleness != null) {
      idleness.busy(request);
    }
  }

  /** The connection is gone. */
  void closed() {
    if (idleness != null) {
      idleness.stop();
    }
    if (liveness != null) {
      liveness.closed();
    }
  }

  /** Closes the connection without a word. */
  void drop() {
    dropped = true;
    NettyPipeline.drop(connection);
  }

  /** Whether the connection was dropped: what arrives is of no use. */
  boolean isDropped() {
    return dropped;
  }

  /** How many bytes of a response may wait; fewer if much waits already on the connection. */
  int allowance() {
    return queuedBytes > maxQueuedBytes / 4 ? SMALL_ALLOWANCE : ALLOWANCE;
  }

  /**
   * Counts bytes as queued. If there are too many already, the connection is closed: the last write
   * may be as large as it likes.
   */
  void queued(int bytes) {
    if (queuedBytes > maxQueuedBytes && !dropped) {
      overflow();
    }
    queuedBytes += bytes;
  }

  /** Takes bytes off the count again: they were written, or lost. */
  void written(int bytes) {
    queuedBytes -= bytes;
    sent = true;
  }

  private void overflow() {
    LOG.log(
        System.Logger.Level.WARNING,
        "closing the connection to "
            + connection.remoteAddress()
            + ": it does not read, "
            + queuedBytes
            + " bytes are queued for it, limit is "
            + maxQueuedBytes
            + " (maxQueuedBytes)");
    drop();
  }
}
