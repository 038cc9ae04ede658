package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.channel.balancer.OutlierDetectionConfig.FailurePercentage;
import dev.toolkit.grpc.channel.balancer.OutlierDetectionConfig.Sample;
import dev.toolkit.grpc.channel.balancer.OutlierDetectionConfig.SuccessRate;
import dev.toolkit.grpc.channel.balancer.OutlierDetectionConfig.Times;
import dev.toolkit.grpc.config.ConfigFields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code outlier_detection_experimental}: takes endpoints whose calls fail out of the choice of
 * another policy, for a time.
 *
 * <p>Its fields, with their defaults: {@code interval} (10s, more than 0s), {@code
 * baseEjectionTime} (30s), {@code maxEjectionTime} (300s), {@code maxEjectionPercent} (10), {@code
 * successRateEjection} (absent; in it {@code stdevFactor} 1900, {@code enforcementPercentage} 100,
 * {@code minimumHosts} 5, {@code requestVolume} 100), {@code failurePercentageEjection} (absent; in
 * it {@code threshold} 85, {@code enforcementPercentage} 100, {@code minimumHosts} 5, {@code
 * requestVolume} 50), {@code childPolicy} (required). Without both ejections nothing is ejected.
 *
 * <p>Each ejection is a {@link dev.toolkit.grpc.channel.ChannelEvent.EjectionChanged}. See gRFC A50
 * and A61, and docs/decisions/0055.
 */
public final class OutlierDetectionProvider implements BalancerProvider {

  /** The name of the policy. */
  public static final String NAME = "outlier_detection_experimental";

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration BASE_TIME = Duration.ofSeconds(30);
  private static final Duration MAX_TIME = Duration.ofSeconds(300);
  private static final int MAX_PERCENT = 10;
  private static final int STDEV_FACTOR = 1900;
  private static final int THRESHOLD = 85;
  private static final Sample OF_SUCCESS_RATE = new Sample(100, 5, 100);
  private static final Sample OF_FAILURE_PERCENTAGE = new Sample(100, 5, 50);

  @Override
  public String policyName() {
    return NAME;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    var fields = new ConfigFields(config, path, ignored -> {});
    Duration interval = PolicyFields.duration(fields, "interval", INTERVAL);
    if (interval.isZero()) {
      throw fields.wrong("interval", "more than 0s");
    }
    var times =
        new Times(
            PolicyFields.duration(fields, "baseEjectionTime", BASE_TIME),
            PolicyFields.duration(fields, "maxEjectionTime", MAX_TIME));
    return new OutlierDetectionConfig(
        interval,
        times,
        PolicyFields.percent(fields, "maxEjectionPercent", MAX_PERCENT),
        successRate(fields.object("successRateEjection")),
        failurePercentage(fields.object("failurePercentageEjection")),
        PolicyFields.child(fields, "childPolicy", policies));
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new OutlierDetectionBalancer(helper);
  }

  private static @Nullable SuccessRate successRate(@Nullable ConfigFields fields) {
    return fields == null
        ? null
        : new SuccessRate(
            fields.unsigned("stdevFactor", STDEV_FACTOR), sample(fields, OF_SUCCESS_RATE));
  }

  private static @Nullable FailurePercentage failurePercentage(@Nullable ConfigFields fields) {
    return fields == null
        ? null
        : new FailurePercentage(
            PolicyFields.percent(fields, "threshold", THRESHOLD),
            sample(fields, OF_FAILURE_PERCENTAGE));
  }

  private static Sample sample(ConfigFields fields, Sample absent) {
    return new Sample(
        PolicyFields.percent(fields, "enforcementPercentage", absent.enforcementPercent()),
        fields.unsigned("minimumHosts", absent.minimumHosts()),
        fields.unsigned("requestVolume", absent.requestVolume()));
  }
}
