package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.call.LoadReportSource;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.config.ConfigFields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code weighted_round_robin}: calls go to the endpoints that are READY in proportion to what they
 * can take, which they report: requests per second by utilization.
 *
 * <p>Fields, with their defaults: {@code enableOobLoadReport} (false), {@code oobReportingPeriod}
 * (10s), {@code blackoutPeriod} (10s), {@code weightExpirationPeriod} (180s), {@code
 * weightUpdatePeriod} (1s, at least 0.1s), {@code errorUtilizationPenalty} (1.0, at least 0). See
 * gRFC A58.
 */
public final class WeightedRoundRobinProvider implements BalancerProvider {

  /** The name of the policy. */
  public static final String NAME = "weighted_round_robin";

  private static final Duration MIN_UPDATE_PERIOD = Duration.ofMillis(100);

  private final Function<Metadata, @Nullable LoadReport> trailers;
  private final LoadReportSource source;

  /**
   * A policy that reads reports.
   *
   * @param trailers reads the report that came with a call off its trailing metadata; null if there
   *     is none
   * @param source asks servers for reports beside the calls
   */
  public WeightedRoundRobinProvider(
      Function<Metadata, @Nullable LoadReport> trailers, LoadReportSource source) {
    this.trailers = trailers;
    this.source = source;
  }

  @Override
  public String policyName() {
    return NAME;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    var fields = new ConfigFields(config, path, ignored -> {});
    var absent = WeightedConfig.DEFAULT;
    Duration updatePeriod =
        PolicyFields.duration(fields, "weightUpdatePeriod", absent.updatePeriod());
    return new WeightedConfig(
        Boolean.TRUE.equals(fields.flag("enableOobLoadReport")),
        PolicyFields.duration(fields, "oobReportingPeriod", absent.reportingPeriod()),
        PolicyFields.duration(fields, "blackoutPeriod", absent.blackout()),
        PolicyFields.duration(fields, "weightExpirationPeriod", absent.expiration()),
        updatePeriod.compareTo(MIN_UPDATE_PERIOD) < 0 ? MIN_UPDATE_PERIOD : updatePeriod,
        penalty(fields, absent.errorPenalty()));
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new WeightedRoundRobinBalancer(helper, trailers, source);
  }

  private static double penalty(ConfigFields fields, double absent) {
    double penalty = fields.number("errorUtilizationPenalty", absent);
    if (penalty < 0) {
      throw fields.wrong("errorUtilizationPenalty", "at least 0");
    }
    return penalty;
  }
}
