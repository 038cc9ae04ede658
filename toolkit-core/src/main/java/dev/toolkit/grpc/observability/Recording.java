package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** What is recorded with, and the names that metrics and spans have in common. */
final class Recording {

  static final AttributeKey<String> METHOD = AttributeKey.stringKey("grpc.method");
  static final AttributeKey<String> TARGET = AttributeKey.stringKey("grpc.target");
  static final AttributeKey<String> STATUS = AttributeKey.stringKey("grpc.status");

  /** The key of the context of the span of a call among the attributes of its head. */
  static final Attributes.Key<Context> CONTEXT = new Attributes.Key<>("otel-context");

  private static final String SCOPE = "dev.toolkit.grpc";
  private static final String OTHER = "other";

  final Instruments instruments;
  final PolicyInstruments policies;
  final Tracer tracer;
  final TextMapPropagator propagator;
  private final LongSupplier nanoClock;
  private final Predicate<String> methods;

  Recording(OpenTelemetry openTelemetry, LongSupplier nanoClock, Predicate<String> methods) {
    Meter meter = openTelemetry.getMeter(SCOPE);
    this.instruments = new Instruments(meter);
    this.policies = new PolicyInstruments(meter);
    this.tracer = openTelemetry.getTracer(SCOPE);
    this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
    this.nanoClock = nanoClock;
    this.methods = methods;
  }

  long now() {
    return nanoClock.getAsLong();
  }

  double secondsSince(long begun) {
    return (nanoClock.getAsLong() - begun) / 1e9;
  }

  /** The name of a client's method in metrics. */
  String method(String path) {
    String name = path.substring(1);
    return methods.test(name) ? name : OTHER;
  }

  /** The name of a server's method in metrics. */
  static String method(String path, boolean known) {
    return known ? path.substring(1) : OTHER;
  }

  /** The name of a span: what it is, and the method with dots only. */
  static String spanName(String what, String path) {
    return what + path.substring(1).replace('/', '.');
  }

  static void end(Span span, Status status) {
    if (status.isOk()) {
      span.setStatus(StatusCode.OK);
    } else {
      span.setStatus(StatusCode.ERROR, status.toString());
    }
    span.end();
  }
}
