package dev.toolkit.grpc.observability;

import static dev.toolkit.grpc.server.Hosted.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.server.Hosted;
import dev.toolkit.grpc.server.ServiceDefinition;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GrpcTelemetryTest {

  private static final String TARGET = "dns:///shop.test";
  private static final MessageType<StringValue> TEXT =
      MessageType.of(StringValue.getDefaultInstance());
  private static final MethodDescriptor<StringValue, StringValue> BUY =
      MethodDescriptor.unary("shop.Shop", "Buy", TEXT, TEXT);
  private static final MethodDescriptor<StringValue, StringValue> RELAY =
      MethodDescriptor.unary("shop.Shop", "Relay", TEXT, TEXT);
  private static final MethodDescriptor<StringValue, StringValue> WAIT =
      MethodDescriptor.unary("shop.Shop", "Wait", TEXT, TEXT);
  private static final MethodDescriptor<StringValue, StringValue> MISSING =
      MethodDescriptor.unary("shop.Shop", "Missing", TEXT, TEXT);
  private static final ServiceDescriptor SHOP =
      ServiceDescriptor.of("shop.Shop", StringValue.getDescriptor()::getFile, BUY, RELAY, WAIT);

  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();

  @Test
  void callAndAttemptOfAClientAreMeasured() {
    call(BUY, "hi", method -> true);

    var labels = labels("shop.Shop/Buy", "OK");
    assertEquals(1, started("grpc.client.attempt.started", target("shop.Shop/Buy")));
    assertEquals(1, point("grpc.client.call.duration", labels).getCount());
    assertEquals(1, point("grpc.client.attempt.duration", labels).getCount());
    assertEquals(
        4.0, point("grpc.client.attempt.sent_total_compressed_message_size", labels).getSum());
    assertEquals(
        10.0, point("grpc.client.attempt.rcvd_total_compressed_message_size", labels).getSum());
  }

  @Test
  void durationsAreSeconds() {
    call(BUY, "hi", method -> true);

    var labels = labels("shop.Shop/Buy", "OK");
    double attempt = point("grpc.client.attempt.duration", labels).getSum();
    double call = point("grpc.client.call.duration", labels).getSum();
    assertTrue(attempt >= 1 && call > attempt, "the clock goes on by 1 s at each reading: " + call);
  }

  @Test
  void cancelledCallOfAServerIsMeasured() {
    call(WAIT, "hi", method -> true);

    var labels = Attributes.of(Recording.METHOD, "shop.Shop/Wait", Recording.STATUS, "CANCELLED");
    assertEquals(1, point("grpc.server.call.duration", labels).getCount());
    assertEquals(
        1, point("grpc.client.call.duration", labels("shop.Shop/Wait", "CANCELLED")).getCount());
  }

  @Test
  void callOfAServerIsMeasured() {
    call(BUY, "hi", method -> true);

    var labels = Attributes.of(Recording.METHOD, "shop.Shop/Buy", Recording.STATUS, Code.OK.name());
    var method = Attributes.of(Recording.METHOD, "shop.Shop/Buy");
    assertEquals(1, started("grpc.server.call.started", method));
    assertEquals(1, point("grpc.server.call.duration", labels).getCount());
    assertEquals(
        10.0, point("grpc.server.call.sent_total_compressed_message_size", labels).getSum());
    assertEquals(
        4.0, point("grpc.server.call.rcvd_total_compressed_message_size", labels).getSum());
  }

  @Test
  void unitsAndBucketsAreThoseOfTheProposal() {
    call(BUY, "hi", method -> true);

    var duration = metric("grpc.client.call.duration");
    var boundaries = duration.getHistogramData().getPoints().iterator().next().getBoundaries();
    assertEquals("s", duration.getUnit());
    assertEquals(41, boundaries.size());
    assertEquals(List.of(0.0, 0.00001, 0.00005), boundaries.subList(0, 3));
    assertEquals("{attempt}", metric("grpc.client.attempt.started").getUnit());
    assertEquals("{call}", metric("grpc.server.call.started").getUnit());
    assertEquals("By", metric("grpc.server.call.sent_total_compressed_message_size").getUnit());
  }

  @Test
  void failureIsALabel() {
    call(BUY, "", method -> true);

    assertEquals(
        1, point("grpc.client.call.duration", labels("shop.Shop/Buy", "NOT_FOUND")).getCount());
    var served = Attributes.of(Recording.METHOD, "shop.Shop/Buy", Recording.STATUS, "NOT_FOUND");
    assertEquals(1, point("grpc.server.call.duration", served).getCount());
  }

  @Test
  void methodsThatAreMadeUpAreOther() {
    call(MISSING, "hi", method -> !method.contains("Missing"));

    assertEquals(
        1, point("grpc.client.call.duration", labels("other", "UNIMPLEMENTED")).getCount());
    var served = Attributes.of(Recording.METHOD, "other", Recording.STATUS, "UNIMPLEMENTED");
    assertEquals(1, point("grpc.server.call.duration", served).getCount());
    assertTrue(
        spans.getFinishedSpanItems().stream().anyMatch(s -> s.getName().equals("Recv.other")));
  }

  @Test
  void spansOfClientAttemptAndServerHangTogether() {
    call(BUY, "hi", method -> true);

    SpanData sent = span("Sent.shop.Shop.Buy");
    SpanData attempt = span("Attempt.shop.Shop.Buy");
    SpanData recv = span("Recv.shop.Shop.Buy");
    assertEquals(SpanKind.CLIENT, sent.getKind());
    assertEquals(SpanKind.SERVER, recv.getKind());
    assertEquals(sent.getSpanId(), attempt.getParentSpanId());
    assertEquals(sent.getSpanId(), recv.getParentSpanId());
    assertEquals(sent.getTraceId(), recv.getTraceId());
    assertEquals(StatusCode.OK, sent.getStatus().getStatusCode());
    assertEquals(0L, attempt.getAttributes().get(AttributeKey.longKey("previous-rpc-attempts")));
  }

  @Test
  void messagesAreEventsWithNumbersAndSizes() {
    call(BUY, "hi", method -> true);

    EventData outbound = span("Attempt.shop.Shop.Buy").getEvents().get(0);
    assertEquals("Outbound message", outbound.getName());
    assertEquals(
        Attributes.of(
            AttributeKey.longKey("sequence-number"), 0L, AttributeKey.longKey("message-size"), 4L),
        outbound.getAttributes());
    assertEquals(
        List.of("Inbound message", "Outbound message"),
        span("Recv.shop.Shop.Buy").getEvents().stream().map(EventData::getName).toList());
  }

  @Test
  void failedSpanSaysWhy() {
    call(BUY, "", method -> true);

    for (String name : List.of("Sent.shop.Shop.Buy", "Attempt.shop.Shop.Buy")) {
      assertEquals(StatusCode.ERROR, span(name).getStatus().getStatusCode());
      assertEquals("NOT_FOUND: no item", span(name).getStatus().getDescription());
    }
  }

  @Test
  void callMadeWhileServingIsAChildOfTheCallServed() {
    call(RELAY, "hi", method -> true);

    assertEquals(
        span("Recv.shop.Shop.Relay").getSpanId(), span("Sent.shop.Shop.Buy").getParentSpanId());
    assertEquals(
        span("Sent.shop.Shop.Relay").getTraceId(), span("Recv.shop.Shop.Buy").getTraceId());
  }

  @Test
  void withoutProvidersNothingIsRecordedAndCallsGoOn() {
    assertEquals("hi there", call(BUY, "hi", OpenTelemetry.noop(), method -> true));
  }

  private String call(
      MethodDescriptor<StringValue, StringValue> method, String text, Predicate<String> known) {
    var telemetry =
        OpenTelemetrySdk.builder()
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    return call(method, text, telemetry, known);
  }

  private static String call(
      MethodDescriptor<StringValue, StringValue> method,
      String text,
      OpenTelemetry openTelemetry,
      Predicate<String> known) {
    var readings = new AtomicLong();
    var telemetry =
        GrpcTelemetry.create(
            openTelemetry, () -> 1_000_000_000 * readings.incrementAndGet(), known);
    try (var hosted =
        Hosted.with(
            telemetry.serverInterceptor(),
            client ->
                client
                    .interceptors(List.of(telemetry.clientInterceptor(TARGET)))
                    .attemptListeners(telemetry.attemptListeners(TARGET)))) {
      Promise<Void> waiting = Promise.promise();
      hosted.server.add(shop(hosted, waiting));
      hosted.start();
      var call = hosted.client.call(method, CallOptions.DEFAULT);
      call.requests().end(StringValue.of(text));
      waiting.future().onSuccess(v -> call.cancel("waited long enough"));
      return await(
          call.response()
              .map(StringValue::getValue)
              .recover(failure -> Future.succeededFuture(Status.of(failure).toString())));
    }
  }

  private static ServiceDefinition shop(Hosted hosted, Promise<Void> waiting) {
    return ServiceDefinition.builder(SHOP)
        .unary(BUY, GrpcTelemetryTest::buy)
        .unary(WAIT, request -> forever(waiting))
        .unary(RELAY, request -> hosted.client.unary(BUY, request, CallOptions.DEFAULT))
        .build();
  }

  private static Future<StringValue> forever(Promise<Void> waiting) {
    waiting.complete();
    return Promise.<StringValue>promise().future();
  }

  private static Future<StringValue> buy(StringValue request) {
    return request.getValue().isEmpty()
        ? Future.failedFuture(Status.of(Code.NOT_FOUND, "no item").asException())
        : Future.succeededFuture(StringValue.of(request.getValue() + " there"));
  }

  private static Attributes target(String method) {
    return Attributes.of(Recording.METHOD, method, Recording.TARGET, TARGET);
  }

  private static Attributes labels(String method, String status) {
    return target(method).toBuilder().put(Recording.STATUS, status).build();
  }

  private SpanData span(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .collect(Collectors.collectingAndThen(Collectors.toList(), GrpcTelemetryTest::only));
  }

  private MetricData metric(String name) {
    return metrics.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .collect(Collectors.collectingAndThen(Collectors.toList(), GrpcTelemetryTest::only));
  }

  private HistogramPointData point(String metric, Attributes labels) {
    return only(
        metric(metric).getHistogramData().getPoints().stream()
            .filter(point -> point.getAttributes().equals(labels))
            .toList());
  }

  private long started(String metric, Attributes labels) {
    return only(metric(metric).getLongSumData().getPoints().stream()
            .filter(point -> point.getAttributes().equals(labels))
            .toList())
        .getValue();
  }

  private static <T> T only(List<T> all) {
    assertEquals(1, all.size(), () -> "found " + all);
    return all.get(0);
  }
}
