package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerChoice;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.config.ConfigFields;
import java.time.Duration;

/** Fields that the configurations of several policies have. */
final class PolicyFields {

  private static final int MAX_PERCENT = 100;

  private PolicyFields() {}

  /** The policy of a child: the first known one of a list that must be there. */
  static BalancerChoice child(ConfigFields fields, String name, BalancerRegistry policies) {
    fields.require(name);
    return policies.choose(fields.policies(name), fields.path(name));
  }

  /** A duration that is not negative. */
  static Duration duration(ConfigFields fields, String name, Duration absent) {
    Duration duration = fields.duration(name);
    if (duration == null) {
      return absent;
    }
    if (duration.isNegative()) {
      throw fields.wrong(name, "at least 0s");
    }
    return duration;
  }

  /** A percentage, a whole number. */
  static int percent(ConfigFields fields, String name, int absent) {
    int percent = fields.unsigned(name, absent);
    if (percent > MAX_PERCENT) {
      throw fields.wrong(name, "from 0 to " + MAX_PERCENT);
    }
    return percent;
  }
}
