package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.config.HedgingPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says when the next attempt of a hedged call begins, if there is one. See gRFC A6. */
final class HedgeSchedule {

  private final HedgingPolicy policy;
  private final int maxAttempts;
  private final @Nullable RetryThrottle throttle;
  private final Timers timers;
  private @Nullable Runnable timer;
  private int begun;
  private boolean stopped;

  HedgeSchedule(
      HedgingPolicy policy, int maxAttempts, @Nullable RetryThrottle throttle, Timers timers) {
    this.policy = policy;
    this.maxAttempts = Math.min(policy.maxAttempts(), maxAttempts);
    this.throttle = throttle;
    this.timers = timers;
  }

  /** How many attempts have begun. */
  int begun() {
    return begun;
  }

  /** Counts an attempt that begins. */
  void begin() {
    begun++;
  }

  /** Whether there is a further attempt at all. */
  boolean isOpen() {
    return !stopped && begun < maxAttempts && (throttle == null || !throttle.isClosed());
  }

  /** Whether the next attempt begins together with the one before. */
  boolean isAtOnce() {
    return policy.hedgingDelay().isZero();
  }

  /** Whether the next attempt waits for its time. */
  boolean isWaiting() {
    return timer != null;
  }

  /** Has the next attempt begin after the delay of the policy. */
  void await(Runnable next) {
    await(policy.hedgingDelay(), next);
  }

  /** Has the next attempt begin after a delay, whatever was said before; now or never. */
  void await(Duration delay, Runnable next) {
    dropTimer();
    if (isOpen()) {
      timer = timers.set(delay, () -> run(next));
    } else {
      stopped = true;
    }
  }

  /** Has no further attempt begin. */
  void stop() {
    stopped = true;
    dropTimer();
  }

  /** Whether an attempt that ended so ends the call, be it well. */
  boolean isFatal(Frame.Trailers trailers) {
    return Retries.isFinal(trailers)
        || !policy.nonFatalStatusCodes().contains(trailers.status().code());
  }

  /** Counts the failure of an attempt, if a server has said something by it. */
  void failed(Frame.Trailers trailers, Pushback pushback) {
    boolean counts = !isFatal(trailers) || pushback.stops() && !trailers.status().isOk();
    if (throttle != null && counts && trailers.origin() != Frame.Origin.LOCAL) {
      throttle.failed();
    }
  }

  /** Counts a call that ended. */
  void ended(Frame.Trailers trailers) {
    stop();
    if (throttle != null && trailers.status().isOk()) {
      throttle.succeeded();
    }
  }

  private void run(Runnable next) {
    timer = null;
    next.run();
  }

  private void dropTimer() {
    if (timer != null) {
      timer.run();
      timer = null;
    }
  }
}
