package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The deadline of one call, and where its time went. */
final class CallDeadline {

  private final Deadline deadline;
  private final long budget;
  private long leftWhenRun = -1;

  /** The deadline of a call that begins now. */
  CallDeadline(Deadline deadline) {
    this.deadline = deadline;
    this.budget = deadline.remainingNanos();
  }

  /** The time that the call had when it began; not positive if it began too late. */
  Duration budget() {
    return Duration.ofNanos(budget);
  }

  boolean is(Deadline other) {
    return deadline.equals(other);
  }

  boolean isExpired() {
    return deadline.isExpired();
  }

  /** Says that the call has a connection now, for its first attempt or a further one. */
  void run() {
    if (leftWhenRun < 0) {
      leftWhenRun = deadline.remainingNanos();
    }
  }

  /** What a call fails with that began after its deadline. */
  Status passedBefore() {
    return exceeded("the deadline had passed " + millis(-budget) + " before the call began");
  }

  /** What a call fails with that has no attempt under way. */
  Status passed() {
    return exceeded("deadline of " + millis(budget) + " exceeded");
  }

  /** What a call fails with that got no connection. */
  Status passedWaitingFor(String awaited) {
    return exceeded(
        "deadline of "
            + millis(budget)
            + " exceeded after "
            + millis(budget)
            + " waiting for "
            + awaited);
  }

  /** What a call fails with that got no end of the response. */
  Status passedRunning(String awaited) {
    long waited = budget - leftWhenRun;
    boolean worthSaying = waited >= TimeUnit.MILLISECONDS.toNanos(1);
    return exceeded(
        "deadline of "
            + millis(budget)
            + " exceeded after "
            + (worthSaying ? millis(waited) + " waiting for a connection and " : "")
            + millis(leftWhenRun)
            + " waiting for "
            + awaited);
  }

  private static Status exceeded(String message) {
    return Status.of(Code.DEADLINE_EXCEEDED, message);
  }

  private static String millis(long nanos) {
    return Math.round(nanos / 1e6) + " ms";
  }
}
