package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerConfig;
import java.time.Duration;

/**
 * How weighted_round_robin is configured.
 *
 * @param outOfBand whether servers are asked for reports, instead of reading them off the calls
 * @param reportingPeriod how often servers report when they are asked
 * @param blackout how long an endpoint must have reported before its weight counts
 * @param expiration how long a weight counts after the last report
 * @param updatePeriod how often the weights are looked at
 * @param errorPenalty how much of errors per second and request counts as utilization
 */
record WeightedConfig(
    boolean outOfBand,
    Duration reportingPeriod,
    Duration blackout,
    Duration expiration,
    Duration updatePeriod,
    double errorPenalty)
    implements BalancerConfig {

  /** The defaults of gRFC A58. */
  static final WeightedConfig DEFAULT =
      new WeightedConfig(
          false,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(3),
          Duration.ofSeconds(1),
          1.0);

  /** Whether servers are asked in the same way. */
  boolean asksLike(WeightedConfig other) {
    return outOfBand == other.outOfBand
        && (!outOfBand || reportingPeriod.equals(other.reportingPeriod));
  }
}
