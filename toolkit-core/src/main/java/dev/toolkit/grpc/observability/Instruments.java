package dev.toolkit.grpc.observability;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/** The metrics of calls, with the names, units and buckets of gRFC A66. */
final class Instruments {

  private static final List<Double> SECONDS =
      List.of(
          0.0, 0.00001, 0.00005, 0.0001, 0.0003, 0.0006, 0.0008, 0.001, 0.002, 0.003, 0.004, 0.005,
          0.006, 0.008, 0.01, 0.013, 0.016, 0.02, 0.025, 0.03, 0.04, 0.05, 0.065, 0.08, 0.1, 0.13,
          0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0);

  private static final List<Long> BYTES =
      List.of(
          0L,
          1024L,
          2048L,
          4096L,
          16_384L,
          65_536L,
          262_144L,
          1_048_576L,
          4_194_304L,
          16_777_216L,
          67_108_864L,
          268_435_456L,
          1_073_741_824L,
          4_294_967_296L);

  final LongCounter attemptStarted;
  final DoubleHistogram attemptDuration;
  final LongHistogram attemptSent;
  final LongHistogram attemptReceived;
  final DoubleHistogram callDuration;
  final LongCounter serverStarted;
  final DoubleHistogram serverDuration;
  final LongHistogram serverSent;
  final LongHistogram serverReceived;

  Instruments(Meter meter) {
    attemptStarted =
        counter(meter, "grpc.client.attempt.started", "{attempt}", "Attempts that were begun");
    attemptDuration =
        seconds(meter, "grpc.client.attempt.duration", "From the begin of an attempt to its end");
    attemptSent =
        bytes(
            meter,
            "grpc.client.attempt.sent_total_compressed_message_size",
            "Bytes of the compressed requests of an attempt");
    attemptReceived =
        bytes(
            meter,
            "grpc.client.attempt.rcvd_total_compressed_message_size",
            "Bytes of the compressed responses of an attempt");
    callDuration =
        seconds(meter, "grpc.client.call.duration", "From the begin of a call to its end");
    serverStarted = counter(meter, "grpc.server.call.started", "{call}", "Calls that arrived");
    serverDuration =
        seconds(meter, "grpc.server.call.duration", "From the arrival of a call to its end");
    serverSent =
        bytes(
            meter,
            "grpc.server.call.sent_total_compressed_message_size",
            "Bytes of the compressed responses of a call");
    serverReceived =
        bytes(
            meter,
            "grpc.server.call.rcvd_total_compressed_message_size",
            "Bytes of the compressed requests of a call");
  }

  private static LongCounter counter(Meter meter, String name, String unit, String description) {
    return meter.counterBuilder(name).setUnit(unit).setDescription(description).build();
  }

  private static DoubleHistogram seconds(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(SECONDS)
        .build();
  }

  private static LongHistogram bytes(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .ofLongs()
        .setUnit("By")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(BYTES)
        .build();
  }
}
