package dev.toolkit.grpc.observability;

import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The counters of balancing policies. Those of gRFC A78 have its units and descriptions; what a
 * policy of the user counts has the unit 1. May be used on any thread.
 */
final class PolicyInstruments {

  private static final Map<String, Counted> KNOWN =
      List.of(
              new Counted(
                  "grpc.lb.wrr.rr_fallback",
                  "{update}",
                  "Scheduler updates in which there were too few endpoints with valid weight"),
              new Counted(
                  "grpc.lb.wrr.endpoint_weight_not_yet_usable",
                  "{endpoint}",
                  "Endpoints from each scheduler update that don't have usable weight yet"),
              new Counted(
                  "grpc.lb.wrr.endpoint_weight_stale",
                  "{endpoint}",
                  "Endpoints from each scheduler update whose latest weight is too old"),
              new Counted(
                  "grpc.lb.pick_first.disconnections",
                  "{disconnection}",
                  "Times the selected subchannel became disconnected"),
              new Counted(
                  "grpc.lb.pick_first.connection_attempts_succeeded",
                  "{attempt}",
                  "Successful connection attempts"),
              new Counted(
                  "grpc.lb.pick_first.connection_attempts_failed",
                  "{attempt}",
                  "Failed connection attempts"))
          .stream()
          .collect(Collectors.toUnmodifiableMap(Counted::name, Function.identity()));

  private final Meter meter;
  private final Map<String, LongCounter> counters = new ConcurrentHashMap<>();

  PolicyInstruments(Meter meter) {
    this.meter = meter;
  }

  /** The counter of a name, made when it counts for the first time. */
  LongCounter counter(String name) {
    LongCounter counter = counters.get(name);
    return counter != null ? counter : counters.computeIfAbsent(name, this::create);
  }

  private LongCounter create(String name) {
    Counted counted = KNOWN.getOrDefault(name, new Counted(name, "1", ""));
    return meter
        .counterBuilder(name)
        .setUnit(counted.unit())
        .setDescription(counted.description())
        .build();
  }

  private record Counted(String name, String unit, String description) {}
}
