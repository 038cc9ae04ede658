package dev.toolkit.grpc.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the service config says of a method.
 *
 * @param waitForReady whether calls that don't say it wait for a connection; null leaves it open
 * @param timeout the longest time that a call may take, 0 or more; null for any
 * @param maxRequestMessageBytes the largest request in bytes, negative for any
 * @param maxResponseMessageBytes the largest response in bytes, negative for any
 * @param attempts how a call is tried more than once; null if it is not
 */
public record MethodConfig(
    @Nullable Boolean waitForReady,
    @Nullable Duration timeout,
    int maxRequestMessageBytes,
    int maxResponseMessageBytes,
    @Nullable AttemptPolicy attempts) {

  /** What holds for a method of which nothing is said. */
  public static final MethodConfig NONE = new MethodConfig(null, null, -1, -1, null);

  /** Checks the components. */
  public MethodConfig {
    if (timeout != null) {
      Checks.notNegative("timeout", timeout);
    }
  }

  /** What holds for a method whose calls are tried more than once. */
  public static MethodConfig of(AttemptPolicy attempts) {
    return new MethodConfig(null, null, -1, -1, attempts);
  }
}
