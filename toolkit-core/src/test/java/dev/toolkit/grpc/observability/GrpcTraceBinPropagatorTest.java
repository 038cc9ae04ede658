package dev.toolkit.grpc.observability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Metadata;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcTraceBinPropagatorTest {

  private static final String KEY = "grpc-trace-bin";
  private static final String TRACE = "404142434445464748494a4b4c4d4e4f";
  private static final String SPAN = "6162636465666768";
  private static final byte[] BYTES =
      HexFormat.of().parseHex("00" + "00" + TRACE + "01" + SPAN + "02" + "01");

  private final GrpcTraceBinPropagator propagator = GrpcTraceBinPropagator.getInstance();

  @Test
  void contextIsWrittenInBinaryForm() {
    var span = SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
    var context = Context.root().with(Span.wrap(span));

    var metadata = MetadataCarrier.inject(propagator, context, Metadata.of("a", "b"));

    assertArrayEquals(BYTES, metadata.getBinary(KEY));
    assertEquals("b", metadata.get("a"));
    assertEquals(List.of(KEY), List.copyOf(propagator.fields()));
  }

  @Test
  void contextThatIsReadIsThatOfARemoteSpan() {
    SpanContext read = read(BYTES);

    assertEquals(TRACE, read.getTraceId());
    assertEquals(SPAN, read.getSpanId());
    assertTrue(read.isSampled());
    assertTrue(read.isRemote());
  }

  @Test
  void contextWithoutASpanIsNotWritten() {
    var metadata = MetadataCarrier.inject(propagator, Context.root(), Metadata.EMPTY);

    assertNull(metadata.getBinary(KEY));
  }

  @Test
  void malformedValueIsPassedOver() {
    for (int at : new int[] {0, 1, 18, 27}) {
      byte[] wrong = BYTES.clone();
      wrong[at] = 9;
      assertEquals(SpanContext.getInvalid(), read(wrong), "byte " + at);
    }
    assertEquals(SpanContext.getInvalid(), read(new byte[] {0}));
    assertEquals(SpanContext.getInvalid(), read(new byte[BYTES.length]));
  }

  @Test
  void contextBeforeStaysWhereNothingIsRead() {
    var before = Context.root().with(Span.wrap(read(BYTES)));

    assertEquals(
        TRACE,
        Span.fromContext(propagator.extract(before, null, new NoValues()))
            .getSpanContext()
            .getTraceId());
  }

  private SpanContext read(byte[] value) {
    var metadata = Metadata.EMPTY.withBinary(KEY, value);
    return Span.fromContext(MetadataCarrier.extract(propagator, metadata)).getSpanContext();
  }

  private static final class NoValues
      implements io.opentelemetry.context.propagation.TextMapGetter<Object> {

    @Override
    public Iterable<String> keys(Object carrier) {
      return List.of();
    }

    @Override
    public String get(Object carrier, String key) {
      return key.equals(KEY) ? "no base64 !" : null;
    }
  }
}
