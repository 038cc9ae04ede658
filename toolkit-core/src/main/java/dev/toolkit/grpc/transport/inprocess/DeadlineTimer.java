package dev.toolkit.grpc.transport.inprocess;

import dev.toolkit.grpc.Deadline;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** Runs an action on a context when a deadline has passed, unless it is stopped before. */
final class DeadlineTimer {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LONGEST_MILLIS = 24 * 3600 * 1000;

  private final ContextInternal context;
  private final @Nullable Deadline deadline;
  private final Runnable action;
  private long timer = -1;

  DeadlineTimer(ContextInternal context, @Nullable Deadline deadline, Runnable action) {
    this.context = context;
    this.deadline = deadline;
    this.action = action;
  }

  void start() {
    if (deadline != null) {
      long millis = (deadline.remainingNanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
      timer = context.setTimer(Math.max(1, Math.min(LONGEST_MILLIS, millis)), id -> fire());
    }
  }

  void stop() {
    if (timer >= 0) {
      context.owner().cancelTimer(timer);
      timer = -1;
    }
  }

  private void fire() {
    timer = -1;
    if (deadline.isExpired()) {
      action.run();
    } else {
      start();
    }
  }
}
