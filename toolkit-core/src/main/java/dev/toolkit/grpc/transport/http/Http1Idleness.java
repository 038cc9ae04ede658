package dev.toolkit.grpc.transport.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Closes a connection of HTTP/1.1 on which no request is under way for a while, or one arrives too
 * slowly to become one. Runs on the connection's context only.
 */
final class Http1Idleness {

  private final Vertx vertx;
  private final HttpConnection connection;
  private final long millis;
  private long timer;

  Http1Idleness(Vertx vertx, HttpConnection connection, Duration timeout) {
    this.vertx = vertx;
    this.connection = connection;
    this.millis = timeout.toMillis();
    start();
  }

  /** A request's head arrived; the connection is idle again when its response has ended. */
  void busy(HttpServerRequest request) {
    vertx.cancelTimer(timer);
    request.response().endHandler(v -> start());
  }

  /** The connection was closed. */
  void stop() {
    vertx.cancelTimer(timer);
  }

  private void start() {
    vertx.cancelTimer(timer);
    timer = vertx.setTimer(millis, id -> close());
  }

  private void close() {
    connection.shutdown(Duration.ZERO).onFailure(Failures::logLate);
  }
}
