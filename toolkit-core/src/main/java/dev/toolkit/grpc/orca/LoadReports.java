package dev.toolkit.grpc.orca;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.orca.v3.OrcaLoadReport;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Load reports on the wire. */
public final class LoadReports {

  /** The key of the trailer in which a report comes with a response. */
  public static final String TRAILER = "endpoint-load-metrics-bin";

  private LoadReports() {}

  /**
   * The report that came with a response; null if there is none, or it can't be read. Values out of
   * their range are left out.
   *
   * @param trailers the trailing metadata of the call
   */
  public static @Nullable LoadReport fromTrailers(Metadata trailers) {
    byte[] bytes = trailers.getBinary(TRAILER);
    if (bytes == null) {
      return null;
    }
    try {
      return decode(OrcaLoadReport.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** The trailing metadata of a response with a report. */
  static Metadata toTrailers(LoadReport report) {
    return Metadata.EMPTY.withBinary(TRAILER, encode(report).toByteArray());
  }

  static OrcaLoadReport encode(LoadReport report) {
    return OrcaLoadReport.newBuilder()
        .setCpuUtilization(report.cpuUtilization())
        .setMemUtilization(report.memUtilization())
        .setApplicationUtilization(report.applicationUtilization())
        .setRpsFractional(report.rpsFractional())
        .setEps(report.eps())
        .putAllRequestCost(report.requestCost())
        .putAllUtilization(report.utilization())
        .putAllNamedMetrics(report.namedMetrics())
        .build();
  }

  static LoadReport decode(OrcaLoadReport report) {
    return new LoadReport(
        valid(report.getCpuUtilization(), Double.MAX_VALUE),
        valid(report.getMemUtilization(), 1),
        valid(report.getApplicationUtilization(), Double.MAX_VALUE),
        valid(report.getRpsFractional(), Double.MAX_VALUE),
        valid(report.getEps(), Double.MAX_VALUE),
        report.getRequestCostMap(),
        valid(report.getUtilizationMap()),
        report.getNamedMetricsMap());
  }

  private static double valid(double value, double max) {
    return value >= 0 && value <= max ? value : 0;
  }

  private static Map<String, Double> valid(Map<String, Double> shares) {
    var valid = new HashMap<>(shares);
    valid.values().removeIf(share -> !(share >= 0 && share <= 1));
    return valid;
  }
}
