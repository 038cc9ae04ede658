package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.channel.Channel;
import dev.toolkit.grpc.retry.AttemptOrder;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/** Records one attempt. */
final class AttemptRecorder implements AttemptListener {

  /** The prefix of a message on the wire, which does not count. */
  private static final int PREFIX = 5;

  private final Recording recording;
  private final Attributes labels;
  private final Context context;
  private final Span span;
  private final MessageEvents sent;
  private final MessageEvents received;
  private final long begun;
  private int prefix = PREFIX;

  AttemptRecorder(Recording recording, CallHead head, String target) {
    this.recording = recording;
    this.labels =
        Attributes.of(Recording.METHOD, recording.method(head.path()), Recording.TARGET, target);
    Context call = contextOf(head);
    this.span = span(recording, head, call);
    this.context = call.with(span);
    this.sent = MessageEvents.outbound(span);
    this.received = MessageEvents.inbound(span);
    this.begun = recording.now();
    recording.instruments.attemptStarted.add(1, labels);
  }

  /** The server's span becomes a child of that of the attempt. */
  @Override
  public Metadata metadata(Metadata metadata) {
    return MetadataCarrier.inject(recording.propagator, context, metadata);
  }

  @Override
  public void pickDelayed() {
    span.addEvent("Delayed LB pick complete");
  }

  /** In process, where both sides have one address, there is no prefix. */
  @Override
  public void started(Peer peer) {
    prefix = peer.remoteAddress().equals(peer.localAddress()) ? 0 : PREFIX;
  }

  @Override
  public void messageSent(long bytes, long wireBytes) {
    sent.add(bytes, Math.max(0, wireBytes - prefix));
  }

  @Override
  public void messageReceived(long wireBytes) {
    received.addCompressed(Math.max(0, wireBytes - prefix));
  }

  @Override
  public void ended(Frame.Trailers trailers) {
    var status = trailers.status();
    var all = labels.toBuilder().put(Recording.STATUS, status.code().name()).build();
    recording.instruments.attemptDuration.record(recording.secondsSince(begun), all);
    recording.instruments.attemptSent.record(sent.compressedBytes(), all);
    recording.instruments.attemptReceived.record(received.compressedBytes(), all);
    Recording.end(span, status);
  }

  private static Context contextOf(CallHead head) {
    Context call = head.attributes().get(Recording.CONTEXT);
    return call == null ? Context.current() : call;
  }

  private static Span span(Recording recording, CallHead head, Context call) {
    AttemptOrder order = head.attributes().get(AttemptOrder.KEY);
    if (order == null && head.attributes().get(Channel.RESOLUTION_DELAYED) != null) {
      Span.fromContext(call).addEvent("Delayed name resolution complete");
    }
    return recording
        .tracer
        .spanBuilder(Recording.spanName("Attempt.", head.path()))
        .setParent(call)
        .setAttribute("previous-rpc-attempts", order == null ? 0 : order.previous())
        .setAttribute("transparent-retry", order != null && order.transparent())
        .startSpan();
  }
}
