package dev.toolkit.grpc.call;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Sets timers; a test turns its own. */
@FunctionalInterface
public interface Timers {

  /**
   * Runs a task once after a delay, on the current context.
   *
   * @return drops the task, if it has not run yet
   */
  Runnable set(Duration delay, Runnable task);

  /** The timers of Vert.x, which count whole milliseconds: no task runs before its time. */
  static Timers of(Vertx vertx) {
    return (delay, task) -> {
      long millis = Math.max(1, delay.plusNanos(999_999).toMillis());
      long id = vertx.setTimer(millis, fired -> task.run());
      return () -> vertx.cancelTimer(id);
    };
  }
}
