package dev.toolkit.grpc.config;

import dev.toolkit.grpc.Code;
import java.time.Duration;
import java.util.Set;

/**
 * A call that failed is tried again after a while. See gRFC A6, "Retry Policy".
 *
 * <p>The n-th retry waits {@code min(initialBackoff * backoffMultiplier^(n-1), maxBackoff)}, give
 * or take 20 %.
 *
 * @param maxAttempts how many attempts there are at most, the first one included; 2 or more
 * @param initialBackoff the wait before the first retry; more than 0
 * @param maxBackoff the longest wait; more than 0
 * @param backoffMultiplier how much longer each wait is than the one before; more than 0
 * @param retryableStatusCodes the codes after which a call is tried again; at least one, without OK
 */
public record RetryPolicy(
    int maxAttempts,
    Duration initialBackoff,
    Duration maxBackoff,
    double backoffMultiplier,
    Set<Code> retryableStatusCodes)
    implements AttemptPolicy {

  /** Checks the components. */
  public RetryPolicy {
    Checks.maxAttempts(maxAttempts);
    Checks.positive("initialBackoff", initialBackoff);
    Checks.positive("maxBackoff", maxBackoff);
    Checks.require(
        backoffMultiplier > 0 && Double.isFinite(backoffMultiplier),
        "backoffMultiplier",
        backoffMultiplier,
        "> 0");
    Checks.require(
        !retryableStatusCodes.isEmpty(), "retryableStatusCodes", "[]", "at least one code");
    retryableStatusCodes = Checks.failures("retryableStatusCodes", retryableStatusCodes);
  }
}
