package dev.toolkit.grpc.orca;

import static dev.toolkit.grpc.server.Hosted.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Idempotency;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.client.ClientCall;
import dev.toolkit.grpc.client.Received;
import dev.toolkit.grpc.orca.v3.OpenRcaServiceClient;
import dev.toolkit.grpc.orca.v3.OrcaLoadReport;
import dev.toolkit.grpc.orca.v3.OrcaLoadReportRequest;
import dev.toolkit.grpc.server.Hosted;
import dev.toolkit.grpc.server.ServiceDefinition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LoadReporterTest {

  private static final MessageType<StringValue> TEXT =
      MessageType.of(StringValue.getDefaultInstance());
  private static final MethodDescriptor<StringValue, StringValue> ECHO =
      MethodDescriptor.unary("test.Echo", "Echo", TEXT, TEXT)
          .withIdempotency(Idempotency.IDEMPOTENT);
  private static final LoadReport ALL =
      new LoadReport(
          1.5, 0.25, 0.5, 100.5, 2, Map.of("db", 3.0), Map.of("pool", 1.0), Map.of("depth", -7.0));

  private final LoadReporter reporter = LoadReporter.create();

  @Test
  void responseTellsWhatTheMethodRecordedOverWhatIsSaidOfTheServer() {
    reporter.update(r -> r.withCpuUtilization(0.9).withMemUtilization(0.3));

    LoadReport report =
        reportOf(
            request -> {
              CallLoad.current().update(r -> r.withCpuUtilization(0.5));
              CallLoad.current().update(r -> r.withRequestCost("db", 3));
              return Future.succeededFuture(request);
            });

    var expected =
        LoadReport.EMPTY.withCpuUtilization(0.5).withMemUtilization(0.3).withRequestCost("db", 3);
    assertEquals(expected, report);
  }

  @Test
  void allValuesTravel() {
    reporter.update(r -> ALL);

    assertEquals(ALL, reportOf(Future::succeededFuture));
  }

  @Test
  void failedCallTellsToo() {
    LoadReport report =
        reportOf(
            request -> {
              CallLoad.current().update(r -> r.withRequestCost("db", 3));
              return Future.failedFuture(Status.of(Code.ABORTED, "no").asException());
            });

    assertEquals(LoadReport.EMPTY.withRequestCost("db", 3), report);
  }

  @Test
  void responseOfAServerThatHasNothingToSayHasNoReport() {
    assertNull(reportOf(Future::succeededFuture));
  }

  @Test
  void methodMayRecordWithoutAReporter() {
    try (var hosted = Hosted.with()) {
      hosted.server.add(echo(LoadReporterTest::recordAndAnswer));
      hosted.start();

      var call = hosted.client.call(ECHO, hosted.client.callOptions());
      call.requests().end(StringValue.of("hi"));

      assertFalse(await(trailers(call)).contains(LoadReports.TRAILER));
      assertEquals(Status.OK, await(call.status()));
    }
  }

  @Test
  void reportsAreStreamedAtOnceAndThenAgain() throws Exception {
    reporter.update(r -> r.withCpuUtilization(0.5));
    try (var hosted = serving(Duration.ofMillis(1))) {
      var reports = reports(hosted, OrcaLoadReportRequest.getDefaultInstance());
      assertEquals(0.5, reports.next().getCpuUtilization());

      reporter.update(r -> ALL);
      OrcaLoadReport last;
      do {
        last = reports.next();
      } while (last.getCpuUtilization() == 0.5);

      assertEquals(ALL, LoadReports.decode(last));
    }
  }

  @Test
  void clientIsToldAsOftenAsItWantsButNoMoreThanTheServerWants() throws Exception {
    assertEquals(Duration.ofSeconds(60), delayFor(60, 0));
    assertEquals(Duration.ofMillis(30_001), delayFor(30, 1_000_000));
    assertEquals(Duration.ofSeconds(30), delayFor(0, 1));
    assertEquals(Duration.ofSeconds(30), delayFor(Long.MIN_VALUE, -1));
    assertEquals(Duration.ofDays(1), delayFor(Long.MAX_VALUE, 0));
  }

  @Test
  void shutdownEndsTheStreams() throws Exception {
    try (var hosted = serving(Duration.ofHours(1))) {
      var reports = reports(hosted, OrcaLoadReportRequest.getDefaultInstance());
      reports.next();

      await(hosted.server.shutdown(Duration.ofSeconds(30)));

      assertEquals(Code.UNAVAILABLE, reports.failure().code());
    }
  }

  @Test
  void intervalMustBeAMillisecondAtLeast() {
    try (var hosted = Hosted.with()) {
      var failure =
          assertThrows(
              IllegalArgumentException.class,
              () -> reporter.service(hosted.vertx, Duration.ofNanos(999_999)));

      assertEquals("minInterval is PT0.000999999S, it must be >= 1 ms", failure.getMessage());
      hosted.start();
    }
  }

  @Test
  void trailerThatCannotBeReadIsNoReport() {
    var broken = Metadata.EMPTY.withBinary(LoadReports.TRAILER, new byte[] {10, 127});

    assertNull(LoadReports.fromTrailers(broken));
  }

  @Test
  void valuesOutOfRangeOfAPeerAreLeftOut() {
    var report =
        OrcaLoadReport.newBuilder()
            .setCpuUtilization(-1)
            .setMemUtilization(1.5)
            .setEps(Double.NaN)
            .setRpsFractional(Double.POSITIVE_INFINITY)
            .setApplicationUtilization(0.5)
            .putUtilization("good", 0.5)
            .putUtilization("bad", 1.5)
            .build();
    var trailers = Metadata.EMPTY.withBinary(LoadReports.TRAILER, report.toByteArray());

    var expected = LoadReport.EMPTY.withApplicationUtilization(0.5).withUtilization("good", 0.5);
    assertEquals(expected, LoadReports.fromTrailers(trailers));
  }

  private LoadReport reportOf(Function<StringValue, Future<StringValue>> method) {
    try (var hosted = Hosted.with(reporter.interceptor())) {
      hosted.server.add(echo(method));
      hosted.start();
      var call = hosted.client.call(ECHO, hosted.client.callOptions());
      call.requests().end(StringValue.of("hi"));
      return LoadReports.fromTrailers(await(trailers(call)));
    }
  }

  private Hosted serving(Duration minInterval) {
    var hosted = Hosted.with();
    hosted.server.add(reporter.service(hosted.vertx, minInterval));
    return hosted.start();
  }

  /** The delay of the timer that the server sets for a client that asks for an interval. */
  private Duration delayFor(long seconds, int nanos) throws Exception {
    var delays = new LinkedBlockingQueue<Duration>();
    Timers timers =
        (delay, task) -> {
          delays.add(delay);
          return () -> {};
        };
    var interval =
        com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    var request = OrcaLoadReportRequest.newBuilder().setReportInterval(interval).build();
    try (var hosted = Hosted.with()) {
      hosted.server.add(reporter.service(timers, LoadReporter.DEFAULT_MIN_INTERVAL));
      hosted.start();
      reports(hosted, request).next();
      return delays.take();
    }
  }

  private static Received<OrcaLoadReport> reports(Hosted hosted, OrcaLoadReportRequest request) {
    var client = OpenRcaServiceClient.create(hosted.client);
    return new Received<>(await(client.streamCoreMetrics(request)));
  }

  private static Future<Metadata> trailers(ClientCall<?, ?> call) {
    return call.response().otherwiseEmpty().compose(response -> call.trailers());
  }

  private static Future<StringValue> recordAndAnswer(StringValue request) {
    CallLoad.current().update(r -> r.withRequestCost("db", 3));
    return Future.succeededFuture(request);
  }

  private static ServiceDefinition echo(Function<StringValue, Future<StringValue>> method) {
    var service = ServiceDescriptor.of("test.Echo", StringValue.getDescriptor()::getFile, ECHO);
    return ServiceDefinition.builder(service).unary(ECHO, method).build();
  }
}
