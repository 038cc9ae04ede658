package dev.toolkit.grpc.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the context of a span travel in the header {@code grpc-trace-bin}, as peers with OpenCensus
 * and older gRPC libraries write it. See gRFC A72, "Propagator Wire Format".
 *
 * <p>It is handed to the OpenTelemetry instance, alone or among other propagators. The value is
 * base64 where it passes through the API, and bytes in the metadata of calls. What is malformed is
 * passed over.
 */
public final class GrpcTraceBinPropagator implements TextMapPropagator {

  private static final String KEY = "grpc-trace-bin";
  private static final GrpcTraceBinPropagator INSTANCE = new GrpcTraceBinPropagator();

  private GrpcTraceBinPropagator() {}

  /** The one propagator, which has no state. */
  public static GrpcTraceBinPropagator getInstance() {
    return INSTANCE;
  }

  @Override
  public Collection<String> fields() {
    return List.of(KEY);
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    if (span.isValid()) {
      setter.set(carrier, KEY, Base64.getEncoder().encodeToString(TraceBin.encode(span)));
    }
  }

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    String value = getter.get(carrier, KEY);
    SpanContext span = value == null ? SpanContext.getInvalid() : read(value);
    return span.isValid() ? context.with(Span.wrap(span)) : context;
  }

  private static SpanContext read(String value) {
    try {
      return TraceBin.decode(Base64.getDecoder().decode(value));
    } catch (IllegalArgumentException e) {
      return SpanContext.getInvalid();
    }
  }
}
