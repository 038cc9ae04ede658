package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.LoadReport;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The load report that the policy {@link BackendMetricsProvider} saw for one call: that of the call
 * itself or, if that had none, the last one beside the calls.
 */
final class BackendMetrics {

  private static final Attributes.Key<BackendMetrics> KEY = new Attributes.Key<>("backend-metrics");

  private final AtomicReference<LoadReport> seen = new AtomicReference<>(LoadReport.EMPTY);

  /** The options of the call whose report goes here. */
  CallOptions into(CallOptions options) {
    return options.withAttribute(KEY, this);
  }

  /** What was seen, empty if there was no report. */
  LoadReport seen() {
    return seen.get();
  }

  /** Hands a report to the call that has these attributes, if it wants to know. */
  static void hand(Attributes attributes, LoadReport report) {
    BackendMetrics metrics = attributes.get(KEY);
    if (metrics != null) {
      metrics.seen.set(report);
    }
  }
}
