package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.call.LoadReport;
import java.time.Duration;

/** The weight of an endpoint, by the load that it reports. See gRFC A58. */
final class EndpointWeight {

  /** What became of a weight. */
  enum Use {
    /** It counts. */
    USABLE,
    /** There was no report, or not for long enough. */
    NOT_YET,
    /** The last report is too old. */
    STALE
  }

  private double weight;
  private boolean reported;
  private boolean counting;
  private long reportedAt;
  private long countingSince;

  /** Begins anew, as on a new connection. */
  void reset() {
    reported = false;
    counting = false;
  }

  /**
   * Takes a report; one without utilization or requests says nothing.
   *
   * @param errorPenalty how much of errors per second and request counts as utilization
   * @param now the time in nanoseconds
   */
  void report(LoadReport load, double errorPenalty, long now) {
    double utilization =
        load.applicationUtilization() > 0 ? load.applicationUtilization() : load.cpuUtilization();
    double requests = load.rpsFractional();
    double newer = requests / (utilization + load.eps() / requests * errorPenalty);
    if (utilization == 0 || requests == 0 || !Double.isFinite(newer)) {
      return;
    }
    weight = newer;
    reported = true;
    reportedAt = now;
    if (!counting) {
      counting = true;
      countingSince = now;
    }
  }

  /** Whether the weight counts now. */
  Use use(WeightedConfig config, long now) {
    if (!reported) {
      return Use.NOT_YET;
    }
    if (now - reportedAt >= config.expiration().toNanos()) {
      counting = false;
      return Use.STALE;
    }
    Duration blackout = config.blackout();
    boolean early = !counting || now - countingSince < blackout.toNanos();
    return early && !blackout.isZero() ? Use.NOT_YET : Use.USABLE;
  }

  /** The weight, above 0 when it is usable. */
  double value() {
    return weight;
  }
}
