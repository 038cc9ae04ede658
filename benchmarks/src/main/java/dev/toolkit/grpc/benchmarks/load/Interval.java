package dev.toolkit.grpc.benchmarks.load;

import dev.toolkit.grpc.Code;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/** What became of the calls that ended within one interval. */
final class Interval {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, Integer> codes = new TreeMap<>();
  private final Map<String, Integer> endpoints = new TreeMap<>();
  private int ok;
  private int failed;
  private long slowest;

  /** A call succeeded. */
  void succeeded(String endpoint, long nanos) {
    ok++;
    endpoints.merge(endpoint, 1, Integer::sum);
    slowest = Math.max(slowest, nanos);
  }

  /** A call failed. */
  void failed(Code code, long nanos) {
    failed++;
    codes.merge(code.name(), 1, Integer::sum);
    slowest = Math.max(slowest, nanos);
  }

  /**
   * The line that says it.
   *
   * @param sinceStart the time at the end of the interval, in nanoseconds since the first call
   */
  JsonObject line(long sinceStart) {
    return new JsonObject()
        .put("t", rounded(sinceStart / NANOS_PER_SECOND))
        .put("ok", ok)
        .put("failed", failed)
        .put("codes", counts(codes))
        .put("endpoints", counts(endpoints))
        .put("max_ms", rounded(slowest / NANOS_PER_MILLI));
  }

  private static JsonObject counts(Map<String, Integer> counts) {
    var json = new JsonObject();
    counts.forEach(json::put);
    return json;
  }

  private static double rounded(double value) {
    return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP).doubleValue();
  }
}
