package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.config.RetryPolicy;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Says after each failed attempt of a call whether there is another, and when. See gRFC A6. */
final class RetrySchedule {

  private final RetryPolicy policy;
  private final int maxAttempts;
  private final @Nullable RetryThrottle throttle;
  private final DoubleSupplier random;
  private int retries;
  private int sincePushback;
  private @Nullable String refusal;

  /**
   * A schedule before the first attempt.
   *
   * @param random from 0 to 1, without 1
   */
  RetrySchedule(
      RetryPolicy policy,
      int maxAttempts,
      @Nullable RetryThrottle throttle,
      DoubleSupplier random) {
    this.policy = policy;
    this.maxAttempts = Math.min(policy.maxAttempts(), maxAttempts);
    this.throttle = throttle;
    this.random = random;
  }

  /** How many attempts were granted after the first. */
  int retries() {
    return retries;
  }

  /** How long to wait for the next attempt after one that failed so; null if there is none. */
  @Nullable Duration delayAfter(Frame.Trailers trailers) {
    Pushback pushback = Pushback.of(trailers.metadata());
    if (pushback.stops()) {
      if (throttle != null) {
        throttle.failed();
      }
      return refuse("the server asks for no retry");
    }
    if (!policy.retryableStatusCodes().contains(trailers.status().code())) {
      return null;
    }
    if (throttle != null && throttle.failed()) {
      return refuse("retries are throttled, " + throttle + " are left");
    }
    if (retries + 1 >= maxAttempts) {
      return refuse(maxAttempts + " attempts have failed");
    }
    retries++;
    if (pushback.delay() != null) {
      sincePushback = 0;
      return pushback.delay();
    }
    return backoff(sincePushback++);
  }

  /**
   * The end of the call, which also says why there is no further attempt if one could be wanted.
   */
  Frame.Trailers explained(Frame.Trailers end) {
    if (refusal == null) {
      return end;
    }
    Status status = end.status();
    String message = status.message() + " (not tried again: " + refusal + ")";
    return new Frame.Trailers(
        status.withMessage(message.stripLeading()), end.metadata(), end.origin(), end.progress());
  }

  private @Nullable Duration refuse(String reason) {
    refusal = reason;
    return null;
  }

  private Duration backoff(int exponent) {
    double grown = nanos(policy.initialBackoff()) * Math.pow(policy.backoffMultiplier(), exponent);
    double capped = Math.min(grown, nanos(policy.maxBackoff()));
    return Duration.ofNanos((long) (capped * (0.8 + 0.4 * random.getAsDouble())));
  }

  /** About so many nanoseconds; a duration may have more than 64 bits have room for. */
  private static double nanos(Duration duration) {
    return duration.getSeconds() * 1e9 + duration.getNano();
  }
}
