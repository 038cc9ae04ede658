package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.ClientInterceptor;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;

/** Records the calls of a client, as children of what is done where they are made. */
record ClientTelemetry(Recording recording, String target) implements ClientInterceptor {

  @Override
  public GrpcStream intercept(CallHead head, CallInvoker next) {
    Context parent = GrpcTelemetry.currentContext();
    Span span =
        recording
            .tracer
            .spanBuilder(Recording.spanName("Sent.", head.path()))
            .setSpanKind(SpanKind.CLIENT)
            .setParent(parent)
            .startSpan();
    Context context = parent.with(span);
    var traced = head.withAttribute(Recording.CONTEXT, context);
    long begun = recording.now();
    return new ObservedStream(
        next.invoke(traced),
        parent,
        frame -> {},
        frame -> received(frame, head.path(), span, begun));
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
}
