package dev.toolkit.grpc.observability;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The metrics of balancing policies. Those of gRFC A78 have its units and descriptions; what a
 * policy of the user counts or measures has the unit 1. May be used on any thread.
 */
final class PolicyInstruments {

  private static final Map<String, Known> KNOWN =
      List.of(
              new Known(
                  "grpc.lb.wrr.rr_fallback",
                  "{update}",
                  "Scheduler updates in which there were too few endpoints with valid weight"),
              new Known(
                  "grpc.lb.wrr.endpoint_weight_not_yet_usable",
                  "{endpoint}",
                  "Endpoints from each scheduler update that don't have usable weight yet"),
              new Known(
                  "grpc.lb.wrr.endpoint_weight_stale",
                  "{endpoint}",
                  "Endpoints from each scheduler update whose latest weight is too old"),
              new Known(
                  "grpc.lb.wrr.endpoint_weights",
                  "{endpoint}",
                  "Weight of each endpoint, recorded on every scheduler update"),
              new Known(
                  "grpc.lb.outlier_detection.ejections_enforced",
                  "{ejection}",
                  "Servers that were ejected"),
              new Known(
                  "grpc.lb.outlier_detection.ejections_unenforced",
                  "{ejection}",
                  "Servers that would have been ejected, but for a limit or by chance"),
              new Known(
                  "grpc.lb.pick_first.disconnections",
                  "{disconnection}",
                  "Times the selected subchannel became disconnected"),
              new Known(
                  "grpc.lb.pick_first.connection_attempts_succeeded",
                  "{attempt}",
                  "Successful connection attempts"),
              new Known(
                  "grpc.lb.pick_first.connection_attempts_failed",
                  "{attempt}",
                  "Failed connection attempts"))
          .stream()
          .collect(Collectors.toUnmodifiableMap(Known::name, Function.identity()));

  private final Meter meter;
  private final Map<String, LongCounter> counters = new ConcurrentHashMap<>();
  private final Map<String, DoubleHistogram> histograms = new ConcurrentHashMap<>();

  PolicyInstruments(Meter meter) {
    this.meter = meter;
  }

  /** The counter of a name, made when it counts for the first time. */
  LongCounter counter(String name) {
    LongCounter counter = counters.get(name);
    return counter != null ? counter : counters.computeIfAbsent(name, this::createCounter);
  }

  /** The histogram of a name, made when it measures for the first time. */
  DoubleHistogram histogram(String name) {
    DoubleHistogram histogram = histograms.get(name);
    return histogram != null ? histogram : histograms.computeIfAbsent(name, this::createHistogram);
  }

  private LongCounter createCounter(String name) {
    Known known = known(name);
    return meter
        .counterBuilder(name)
        .setUnit(known.unit())
        .setDescription(known.description())
        .build();
  }

  private DoubleHistogram createHistogram(String name) {
    Known known = known(name);
    return meter
        .histogramBuilder(name)
        .setUnit(known.unit())
        .setDescription(known.description())
        .build();
  }

  private static Known known(String name) {
    return KNOWN.getOrDefault(name, new Known(name, "1", ""));
  }

  private record Known(String name, String unit, String description) {}
}
