package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerChoice;
import dev.toolkit.grpc.channel.BalancerConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How outlier_detection is configured.
 *
 * @param interval how often the calls are looked at
 * @param times for how long an endpoint is ejected
 * @param maxPercent no further endpoint is ejected when so many of 100 are
 * @param successRate how endpoints are compared with each other, null for not
 * @param failurePercentage how each endpoint is looked at by itself, null for not
 * @param child the policy that chooses among the others
 */
record OutlierDetectionConfig(
    Duration interval,
    Times times,
    int maxPercent,
    @Nullable SuccessRate successRate,
    @Nullable FailurePercentage failurePercentage,
    BalancerChoice child)
    implements BalancerConfig {

  /** Whether endpoints are ejected at all. */
  boolean ejects() {
    return successRate != null || failurePercentage != null;
  }

  /**
   * For how long an endpoint is ejected.
   *
   * @param base the first time; the nth time it is n times as long
   * @param max but no longer than this, unless base is
   */
  record Times(Duration base, Duration max) {

    /** For how long, when an endpoint is ejected for the nth time. */
    Duration nth(int n) {
      Duration limit = base.compareTo(max) > 0 ? base : max;
      Duration time = base.multipliedBy(n);
      return time.compareTo(limit) < 0 ? time : limit;
    }
  }

  /**
   * Which endpoints are looked at, and what comes of it.
   *
   * @param enforcementPercent how many of 100 that are found are ejected
   * @param minimumHosts without so many to look at none is found
   * @param requestVolume only an endpoint with so many calls in an interval is looked at
   */
  record Sample(int enforcementPercent, int minimumHosts, int requestVolume) {}

  /**
   * Finds endpoints with a success rate far below that of the others.
   *
   * @param stdevFactor how many thousandths of the standard deviation below the mean is too far
   * @param sample which endpoints are looked at
   */
  record SuccessRate(int stdevFactor, Sample sample) {}

  /**
   * Finds endpoints of whose calls too many fail.
   *
   * @param threshold more than so many of 100 are too many
   * @param sample which endpoints are looked at
   */
  record FailurePercentage(int threshold, Sample sample) {}
}
