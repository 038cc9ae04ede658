package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.ClientInterceptor;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;

/**
 * Records the calls of a client. The parent of a call that is made while another is served is that
 * call, whatever thread it is made on.
 */
record ClientTelemetry(Recording recording, String target) implements ClientInterceptor {

  @Override
  public GrpcStream intercept(CallHead head, CallInvoker next) {
    Context parent = parent();
    Span span =
        recording
            .tracer
            .spanBuilder(Recording.spanName("Sent.", head.path()))
            .setSpanKind(SpanKind.CLIENT)
            .setParent(parent)
            .startSpan();
    Context context = parent.with(span);
    var metadata = MetadataCarrier.inject(recording.propagator, context, head.metadata());
    var traced = head.withMetadata(metadata).withAttribute(Recording.CONTEXT, context);
    long begun = recording.now();
    return new ObservedStream(
        next.invoke(traced), frame -> {}, frame -> received(frame, head.path(), span, begun));
  }

  private void received(Frame frame, String path, Span span, long begun) {
    if (frame instanceof Frame.Trailers trailers) {
      var status = trailers.status();
      var labels =
          Attributes.of(
              Recording.METHOD,
              recording.method(path),
              Recording.TARGET,
              target,
              Recording.STATUS,
              status.code().name());
      recording.instruments.callDuration.record(recording.secondsSince(begun), labels);
      Recording.end(span, status);
    }
  }

  private static Context parent() {
    CallContext served = CallContext.current();
    if (served == null) {
      return Context.current();
    }
    Context context = served.head().attributes().get(Recording.CONTEXT);
    return context == null ? Context.current() : context;
  }
}
