package dev.toolkit.grpc.config;

/**
 * When a server fails too often, its calls are no longer tried again. See gRFC A6, "Throttling
 * Retry Attempts and Hedged RPCs".
 *
 * @param maxTokens the tokens at the beginning and at most; a failure costs one, and with half of
 *     them or less nothing is tried again; more than 0, at most 1000
 * @param tokenRatio the tokens that a success gives back, in thousandths; more than 0
 */
public record RetryThrottling(double maxTokens, double tokenRatio) {

  /** Checks the components. */
  public RetryThrottling {
    Checks.require(maxTokens > 0 && maxTokens <= 1000, "maxTokens", maxTokens, "> 0 and <= 1000");
    Checks.require(tokenRatio > 0 && Double.isFinite(tokenRatio), "tokenRatio", tokenRatio, "> 0");
  }
}
