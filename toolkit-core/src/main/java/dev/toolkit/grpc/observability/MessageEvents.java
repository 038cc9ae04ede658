package dev.toolkit.grpc.observability;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;

/** The messages one way of a call: counted, summed up, and told to a span. See gRFC A72. */
final class MessageEvents {

  private static final AttributeKey<Long> SEQUENCE = AttributeKey.longKey("sequence-number");
  private static final AttributeKey<Long> SIZE = AttributeKey.longKey("message-size");
  private static final AttributeKey<Long> COMPRESSED =
      AttributeKey.longKey("message-size-compressed");

  private final Span span;
  private final String event;
  private long count;
  private long compressedBytes;

  private MessageEvents(Span span, String event) {
    this.span = span;
    this.event = event;
  }

  static MessageEvents outbound(Span span) {
    return new MessageEvents(span, "Outbound message");
  }

  static MessageEvents inbound(Span span) {
    return new MessageEvents(span, "Inbound message");
  }

  /** A message of which both sizes are known. */
  void add(long size, long compressed) {
    if (span.isRecording()) {
      var sizes = Attributes.builder().put(SEQUENCE, count).put(SIZE, size);
      if (compressed != size) {
        sizes.put(COMPRESSED, compressed);
      }
      span.addEvent(event, sizes.build());
    }
    count++;
    compressedBytes += compressed;
  }

  /** A message of which only the size is known that it has compressed. */
  void addCompressed(long compressed) {
    if (span.isRecording()) {
      span.addEvent(event, Attributes.of(SEQUENCE, count, COMPRESSED, compressed));
    }
    count++;
    compressedBytes += compressed;
  }

  long compressedBytes() {
    return compressedBytes;
  }
}
