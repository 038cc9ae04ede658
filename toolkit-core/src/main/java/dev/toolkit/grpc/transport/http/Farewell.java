package dev.toolkit.grpc.transport.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a client's connection: the calls under way have a grace, of several the shortest.
 *
 * <p>Vert.x does that for HTTP/2. On HTTP/1.1 it takes the first grace alone, and tells nobody of
 * the end who asked before the last.
 *
 * <p>Runs on the connection's context only.
 */
final class Farewell {

  private final HttpClientConnection connection;
  private final List<Runnable> graces = new ArrayList<>();
  private final Promise<Void> closed;

  Farewell(HttpClientConnection connection) {
    this.connection = connection;
    this.closed = connection.context().promise();
  }

  /**
   * Closes the connection after a grace; one of HTTP/2 when it has no streams, if that is sooner.
   *
   * @return completes when the connection is closed
   */
  Future<Void> within(Duration grace) {
    if (closed.future().isComplete()) {
      return closed.future();
    }
    if (connection.protocolVersion() == HttpVersion.HTTP_2 || grace.isZero()) {
      connection.shutdown(grace).onFailure(Failures::logLate);
    } else {
      graces.add(new ContextTimers(connection.context()).set(grace, this::now));
    }
    return closed.future();
  }

  /** Closes the connection at once, if it is not closed. */
  void now() {
    if (!closed.future().isComplete()) {
      connection.shutdown(Duration.ZERO).onFailure(Failures::logLate);
    }
  }

  /** The connection is closed. */
  void closed() {
    graces.forEach(Runnable::run);
    closed.tryComplete();
  }
}
