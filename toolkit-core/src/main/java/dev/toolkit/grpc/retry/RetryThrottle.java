package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.config.RetryThrottling;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one server name, which say whether calls to it are tried again. See gRFC A6,
 * "Throttling Retry Attempts and Hedged RPCs".
 *
 * <p>The channels of all event loops may share one: it may be used on any thread.
 */
public final class RetryThrottle {

  private static final int TOKEN = 1000;

  private final RetryThrottling config;
  private final int max;
  private final int ratio;
  private final AtomicInteger tokens;

  /** A throttle with all its tokens. */
  public RetryThrottle(RetryThrottling config) {
    this.config = config;
    this.max = (int) Math.max(1, Math.round(config.maxTokens() * TOKEN));
    this.ratio = (int) Math.max(1, Math.min(max, Math.round(config.tokenRatio() * TOKEN)));
    this.tokens = new AtomicInteger(max);
  }

  /**
   * The throttle of a config that takes the place of another; one that says the same goes on with
   * the tokens that are left.
   *
   * @param current the throttle so far, null for none
   * @param config the new config, null for none
   */
  public static @Nullable RetryThrottle following(
      @Nullable RetryThrottle current, @Nullable RetryThrottling config) {
    if (current != null && current.config.equals(config)) {
      return current;
    }
    return config == null ? null : new RetryThrottle(config);
  }

  /** Whether nothing is tried again at the moment: half of the tokens are left, or less. */
  public boolean isClosed() {
    return isClosed(tokens.get());
  }

  /** Counts a call that succeeded. */
  void succeeded() {
    if (tokens.get() < max) {
      tokens.updateAndGet(left -> Math.min(max, left + ratio));
    }
  }

  /** Counts an attempt that failed in a way that could be tried again; says {@link #isClosed}. */
  boolean failed() {
    return isClosed(tokens.updateAndGet(left -> Math.max(0, left - TOKEN)));
  }

  @Override
  public String toString() {
    return tokens.get() / (double) TOKEN + " of " + max / (double) TOKEN + " tokens";
  }

  private boolean isClosed(int left) {
    return left * 2L <= max;
  }
}
