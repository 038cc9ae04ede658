package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.SentSize;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** Records one call of a server, by its frames. */
final class ServedCallRecorder {

  private final Recording recording;
  private final @Nullable SentSize sentSize;
  private final Attributes labels;
  private final Span span;
  private final MessageEvents sent;
  private final MessageEvents received;
  private final long begun;
  private boolean ended;

  /**
   * Begins to record.
   *
   * @param stream says how large responses became, if it knows
   */
  ServedCallRecorder(Recording recording, String method, Span span, GrpcStream stream) {
    this.sentSize = stream instanceof SentSize sizes ? sizes : null;
    this.recording = recording;
    this.labels = Attributes.of(Recording.METHOD, method);
    this.span = span;
    this.sent = MessageEvents.outbound(span);
    this.received = MessageEvents.inbound(span);
    this.begun = recording.now();
    recording.instruments.serverStarted.add(1, labels);
  }

  void written(Frame frame) {
    if (frame instanceof Frame.Message message) {
      long size = message.payload().sizeHint();
      sent.add(size, sentSize == null ? size : sentSize.lastSentSize());
    } else if (frame instanceof Frame.Trailers trailers) {
      end(trailers.status());
    }
  }

  void received(Frame frame) {
    if (frame instanceof Frame.Message message) {
      received.addCompressed(message.payload().sizeHint());
    } else if (frame instanceof Frame.Cancel cancel) {
      end(cancel.reason());
    }
  }

  /** The call was refused by an exception. */
  void failed(Throwable failure) {
    end(Status.of(failure));
  }

  private void end(Status status) {
    if (ended) {
      return;
    }
    ended = true;
    var all = labels.toBuilder().put(Recording.STATUS, status.code().name()).build();
    recording.instruments.serverDuration.record(recording.secondsSince(begun), all);
    recording.instruments.serverSent.record(sent.compressedBytes(), all);
    recording.instruments.serverReceived.record(received.compressedBytes(), all);
    Recording.end(span, status);
  }
}
