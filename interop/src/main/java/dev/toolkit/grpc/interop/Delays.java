package dev.toolkit.grpc.interop;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Waiting without blocking. */
final class Delays {

  private Delays() {}

  /** Completes after so many milliseconds, at once for none. */
  static Future<Void> after(Vertx vertx, long millis) {
    return millis <= 0
        ? Future.succeededFuture()
        : vertx.timer(millis, TimeUnit.MILLISECONDS).mapEmpty();
  }
}
