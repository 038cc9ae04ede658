package dev.toolkit.grpc.config;

/** How a call is tried more than once: one after another, or several at a time. See gRFC A6. */
public sealed interface AttemptPolicy permits RetryPolicy, HedgingPolicy {

  /**
   * How many attempts a call has at most, the first one included; 2 or more. A client has a limit
   * of its own, of 5 unless it says otherwise.
   */
  int maxAttempts();
}
