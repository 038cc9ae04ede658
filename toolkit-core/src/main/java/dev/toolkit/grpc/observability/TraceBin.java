package dev.toolkit.grpc.observability;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.nio.ByteBuffer;

/**
 * The binary form of a span's context: a version, then fields, each with its number: trace id, span
 * id, flags. See the OpenCensus specification, "BinaryEncoding".
 */
final class TraceBin {

  private static final byte VERSION = 0;
  private static final byte TRACE_ID = 0;
  private static final byte SPAN_ID = 1;
  private static final byte FLAGS = 2;
  private static final int TRACE_ID_BYTES = TraceId.getLength() / 2;
  private static final int SPAN_ID_BYTES = SpanId.getLength() / 2;
  private static final int BYTES = 1 + 1 + TRACE_ID_BYTES + 1 + SPAN_ID_BYTES + 1 + 1;

  private TraceBin() {}

  static byte[] encode(SpanContext span) {
    return ByteBuffer.allocate(BYTES)
        .put(VERSION)
        .put(TRACE_ID)
        .put(span.getTraceIdBytes())
        .put(SPAN_ID)
        .put(span.getSpanIdBytes())
        .put(FLAGS)
        .put(span.getTraceFlags().asByte())
        .array();
  }

  /** The context of a remote span; invalid for what is no such form. */
  static SpanContext decode(byte[] bytes) {
    if (bytes.length != BYTES) {
      return SpanContext.getInvalid();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    boolean known = in.get() == VERSION && in.get() == TRACE_ID;
    byte[] traceId = new byte[TRACE_ID_BYTES];
    in.get(traceId);
    known &= in.get() == SPAN_ID;
    byte[] spanId = new byte[SPAN_ID_BYTES];
    in.get(spanId);
    known &= in.get() == FLAGS;
    return known
        ? SpanContext.createFromRemoteParent(
            TraceId.fromBytes(traceId),
            SpanId.fromBytes(spanId),
            TraceFlags.fromByte(in.get()),
            TraceState.getDefault())
        : SpanContext.getInvalid();
  }
}
