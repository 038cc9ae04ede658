package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.channel.Backoff;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.protocol.MessagePayload;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of a {@link Subscription}, one after the other. */
final class RepeatedCall<Q, R> {

  private final Subscription<Q, R> subscription;
  private final CallInvoker invoker;
  private final Subscription.Listener<R> listener;
  private final Backoff backoff;
  private @Nullable GrpcStream stream;
  private @Nullable Runnable timer;
  private long begun;
  private boolean stopped;

  RepeatedCall(
      Subscription<Q, R> subscription, CallInvoker invoker, Subscription.Listener<R> listener) {
    this.subscription = subscription;
    this.invoker = invoker;
    this.listener = listener;
    this.backoff = new Backoff(subscription.random());
  }

  /** Makes a call. */
  void begin() {
    timer = null;
    begun = subscription.nanoClock().getAsLong();
    listener.calling();
    if (stopped) {
      return;
    }
    GrpcStream call = invoker.invoke(head());
    stream = call;
    call.handler(frame -> take(call, frame));
    var request = new MessagePayload(subscription.request(), new ProtoCodec());
    call.write(new Frame.Message(request, false));
    call.write(Frame.HalfClose.INSTANCE);
    call.fetch(Long.MAX_VALUE);
  }

  void stop() {
    stopped = true;
    if (timer != null) {
      timer.run();
      timer = null;
    }
    GrpcStream call = stream;
    if (call != null) {
      stream = null;
      call.write(new Frame.Cancel(Status.of(Code.CANCELLED, "nobody listens any more")));
    }
  }

  private CallHead head() {
    return new CallHead(
        subscription.method().path(),
        subscription.method().kind(),
        "",
        Metadata.EMPTY,
        null,
        CallOptions.DEFAULT.codec(),
        Payload.IDENTITY,
        List.of(),
        CallOptions.DEFAULT,
        Attributes.EMPTY);
  }

  private void take(GrpcStream call, Frame frame) {
    if (call != stream) {
      return; // of a call that was cancelled
    }
    if (frame instanceof Frame.Message message) {
      takeResponse(call, message);
    } else if (frame instanceof Frame.Trailers trailers) {
      end(trailers.status());
    }
  }

  private void takeResponse(GrpcStream call, Frame.Message message) {
    R response;
    try {
      response = message.payload().decode(subscription.method().responseType());
    } catch (StatusException e) {
      call.write(new Frame.Cancel(e.status()));
      end(e.status());
      return;
    }
    backoff.reset();
    listener.received(response);
  }

  private void end(Status status) {
    stream = null;
    if (status.code() != Code.UNIMPLEMENTED) {
      long passed = subscription.nanoClock().getAsLong() - begun;
      Duration rest = backoff.next().minusNanos(passed);
      timer = subscription.timers().set(rest.isNegative() ? Duration.ZERO : rest, this::begin);
    }
    listener.ended(status);
  }
}
