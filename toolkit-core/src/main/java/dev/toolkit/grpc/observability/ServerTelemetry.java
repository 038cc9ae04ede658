package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.call.ServerInterceptor;
import dev.toolkit.grpc.server.ServerCall;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.vertx.core.Handler;

/** Records the calls of a server, and makes their spans the parents of what is done for them. */
record ServerTelemetry(Recording recording) implements ServerInterceptor {

  @Override
  public void intercept(IncomingCall call, Handler<IncomingCall> next) {
    boolean known = CallContext.current() instanceof ServerCall;
    String path = call.head().path();
    Context caller = MetadataCarrier.extract(recording.propagator, call.head().metadata());
    Span span =
        recording
            .tracer
            .spanBuilder(known ? Recording.spanName("Recv.", path) : "Recv.other")
            .setSpanKind(SpanKind.SERVER)
            .setParent(caller)
            .startSpan();
    var recorder =
        new ServedCallRecorder(recording, Recording.method(path, known), span, call.stream());
    Context context = caller.with(span);
    var head = call.head().withAttribute(Recording.CONTEXT, context);
    var stream = new ObservedStream(call.stream(), context, recorder::written, recorder::received);
    try {
      context.wrap(() -> next.handle(new IncomingCall(head, stream))).run();
    } catch (RuntimeException e) {
      recorder.failed(e);
      throw e;
    }
  }
}
