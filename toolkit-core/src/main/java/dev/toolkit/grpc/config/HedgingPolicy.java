package dev.toolkit.grpc.config;

import dev.toolkit.grpc.Code;
import java.time.Duration;
import java.util.Set;

/**
 * A call is sent several times without waiting for the one before to fail; the first response
 * counts. See gRFC A6, "Hedging Policy". It is for methods that may be processed more than once.
 *
 * @param maxAttempts how many attempts there are at most, the first one included; 2 or more
 * @param hedgingDelay the time from one attempt to the next; 0 sends all at once
 * @param nonFatalStatusCodes the codes after which the other attempts go on, and the next one is
 *     sent at once; after any other all are cancelled; without OK, may be empty
 */
public record HedgingPolicy(int maxAttempts, Duration hedgingDelay, Set<Code> nonFatalStatusCodes)
    implements AttemptPolicy {

  /** Checks the components. */
  public HedgingPolicy {
    Checks.maxAttempts(maxAttempts);
    Checks.notNegative("hedgingDelay", hedgingDelay);
    nonFatalStatusCodes = Checks.failures("nonFatalStatusCodes", nonFatalStatusCodes);
  }
}
