package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.server.GrpcServer;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Hands changed files of TLS to a server that is serving. Runs on the context of its verticle.
 *
 * <p>A change counts when it was read twice: certificate and key are two files, and whoever
 * replaces them does so one after the other.
 */
final class TlsRefresh {

  private static final Logger LOG = System.getLogger(TlsRefresh.class.getName());
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final GrpcServer server;
  private final PemFiles files;
  private PemFiles.Content used;
  private PemFiles.Content seen;
  private long timer = NO_TIMER;

  TlsRefresh(Vertx vertx, GrpcServer server, PemFiles files, PemFiles.Content used) {
    this.vertx = vertx;
    this.server = server;
    this.files = files;
    this.used = used;
    this.seen = used;
  }

  /** Begins to read the files again and again; zero for never. */
  void start(Duration interval) {
    if (!interval.isZero()) {
      timer = vertx.setPeriodic(interval.toMillis(), id -> read());
    }
  }

  void stop() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
    }
  }

  private void read() {
    files.read(vertx).onSuccess(this::compare).onFailure(e -> warn("can't be read again", e));
  }

  private void compare(PemFiles.Content read) {
    boolean steady = read.equals(seen);
    seen = read;
    if (steady && !read.equals(used)) {
      used = read;
      server
          .updateSsl(read.serverOptions())
          .onSuccess(
              v -> LOG.log(Level.INFO, "the TLS files of the server have changed and are used"))
          .onFailure(e -> warn("have changed and can't be used", e));
    }
  }

  private static void warn(String what, Throwable reason) {
    LOG.log(Level.WARNING, "the TLS files of the server " + what + "; those before stay", reason);
  }
}
