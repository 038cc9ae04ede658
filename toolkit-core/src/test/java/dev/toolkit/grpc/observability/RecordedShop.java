package dev.toolkit.grpc.observability;

import static dev.toolkit.grpc.server.Hosted.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.client.GrpcClientBuilder;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.Hosted;
import dev.toolkit.grpc.server.ServiceDefinition;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A service and a client of it in process, and what is recorded of their calls. */
final class RecordedShop {

  static final String TARGET = "dns:///shop.test";

  private static final MessageType<StringValue> TEXT =
      MessageType.of(StringValue.getDefaultInstance());

  /** Answers with the text and more, to no text NOT_FOUND. */
  static final MethodDescriptor<StringValue, StringValue> BUY = method("Buy");

  /** Buys by a call of its own. */
  static final MethodDescriptor<StringValue, StringValue> RELAY = method("Relay");

  /** Never answers, and is cancelled by the client. */
  static final MethodDescriptor<StringValue, StringValue> WAIT = method("Wait");

  /** Buys in a span of its own, then by a timer. */
  static final MethodDescriptor<StringValue, StringValue> ASIDE = method("Aside");

  /** Is UNAVAILABLE the first time, and retried. */
  static final MethodDescriptor<StringValue, StringValue> FLAKY = method("Flaky");

  /** No method of the server. */
  static final MethodDescriptor<StringValue, StringValue> MISSING = method("Missing");

  private static final ServiceDescriptor SHOP =
      ServiceDescriptor.of(
          "shop.Shop", StringValue.getDescriptor()::getFile, BUY, RELAY, WAIT, ASIDE, FLAKY);
  private static final JsonObject RETRIES =
      new JsonObject(
          """
          {"methodConfig": [{"name": [{"service": "shop.Shop", "method": "Flaky"}],
            "retryPolicy": {"maxAttempts": 3, "initialBackoff": "0.001s", "maxBackoff": "0.001s",
              "backoffMultiplier": 1, "retryableStatusCodes": ["UNAVAILABLE"]}}]}
          """);

  final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final AtomicLong readings = new AtomicLong();
  private final AtomicInteger tries = new AtomicInteger();

  /** Makes calls of a method, one after the other; the last answer. */
  String call(MethodDescriptor<StringValue, StringValue> method, String... texts) {
    return call(sdk(W3CTraceContextPropagator.getInstance()), known -> true, method, texts);
  }

  /** The same by an instance of OpenTelemetry, with metrics that name some methods. */
  String call(
      OpenTelemetry openTelemetry,
      Predicate<String> known,
      MethodDescriptor<StringValue, StringValue> method,
      String... texts) {
    var telemetry =
        GrpcTelemetry.create(
            openTelemetry, () -> 1_000_000_000 * readings.incrementAndGet(), known);
    try (var hosted =
        Hosted.with(telemetry.serverInterceptor(), client -> prepare(client, telemetry))) {
      Promise<Void> waiting = Promise.promise();
      hosted.server.add(shop(hosted, waiting, openTelemetry.getTracer("shop")));
      hosted.start();
      String answer = "";
      for (String text : texts) {
        answer = await(answer(hosted, waiting, method, text));
      }
      return answer;
    }
  }

  /** Records metrics, and spans whose context travels by a propagator. */
  OpenTelemetry sdk(TextMapPropagator propagator) {
    return OpenTelemetrySdk.builder()
        .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .setPropagators(ContextPropagators.create(propagator))
        .build();
  }

  /** The only span of a name. */
  SpanData span(String name) {
    return only(spans(name));
  }

  /** The spans of a name, in the order of their ends. */
  List<SpanData> spans(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  static <T> T only(List<T> all) {
    assertEquals(1, all.size(), () -> "found " + all);
    return all.get(0);
  }

  private static MethodDescriptor<StringValue, StringValue> method(String name) {
    return MethodDescriptor.unary("shop.Shop", name, TEXT, TEXT);
  }

  private static void prepare(GrpcClientBuilder client, GrpcTelemetry telemetry) {
    client
        .options(new GrpcClientOptions().setTarget("in-process:1").setServiceConfig(RETRIES))
        .interceptors(List.of(telemetry.clientInterceptor(TARGET)))
        .attemptListeners(telemetry.attemptListeners(TARGET))
        .channelListener(telemetry.channelListener(TARGET));
  }

  private static Future<String> answer(
      Hosted hosted,
      Promise<Void> waiting,
      MethodDescriptor<StringValue, StringValue> method,
      String text) {
    var call = hosted.client.call(method, CallOptions.DEFAULT);
    call.requests().end(StringValue.of(text));
    waiting.future().onSuccess(v -> call.cancel("waited long enough"));
    return call.response()
        .map(StringValue::getValue)
        .recover(failure -> Future.succeededFuture(Status.of(failure).toString()));
  }

  private ServiceDefinition shop(Hosted hosted, Promise<Void> waiting, Tracer tracer) {
    return ServiceDefinition.builder(SHOP)
        .unary(BUY, RecordedShop::buy)
        .unary(WAIT, request -> forever(waiting))
        .unary(FLAKY, request -> tries.getAndIncrement() == 0 ? closed() : buy(request))
        .unary(ASIDE, request -> aside(hosted, request, tracer))
        .unary(RELAY, request -> hosted.client.unary(BUY, request, CallOptions.DEFAULT))
        .build();
  }

  private static Future<StringValue> aside(Hosted hosted, StringValue request, Tracer tracer) {
    Span own = tracer.spanBuilder("own").startSpan();
    Future<StringValue> first =
        Context.current()
            .with(own)
            .wrapSupplier(() -> hosted.client.unary(BUY, request, CallOptions.DEFAULT))
            .get();
    own.end();
    return first
        .compose(done -> hosted.vertx.timer(1))
        .compose(done -> hosted.client.unary(BUY, request, CallOptions.DEFAULT));
  }

  private static Future<StringValue> forever(Promise<Void> waiting) {
    waiting.complete();
    return Promise.<StringValue>promise().future();
  }

  private static Future<StringValue> closed() {
    return Future.failedFuture(Status.of(Code.UNAVAILABLE, "closed for a moment").asException());
  }

  private static Future<StringValue> buy(StringValue request) {
    return request.getValue().isEmpty()
        ? Future.failedFuture(Status.of(Code.NOT_FOUND, "no item").asException())
        : Future.succeededFuture(StringValue.of(request.getValue() + " there"));
  }
}
