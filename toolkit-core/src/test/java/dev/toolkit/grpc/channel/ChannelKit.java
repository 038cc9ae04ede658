package dev.toolkit.grpc.channel;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallCredentials;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.HealthChecker;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.config.ServiceConfig;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.protocol.MessagePayload;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a channel is made of when a test turns all of it by hand, on the thread of the test. */
final class ChannelKit {

  static final Frame.Trailers OK = new Frame.Trailers(Status.OK, Metadata.EMPTY);

  final ContextInternal context;
  final ScriptedTransport transport = new ScriptedTransport();
  final FakeTimers timers = new FakeTimers();
  final HandResolver resolver = new HandResolver();
  final FirstPolicy first = new FirstPolicy("pick_first");
  final FirstPolicy other = new FirstPolicy("other");
  final FirstPolicy third = new FirstPolicy("third");
  final List<ChannelEvent> events = new ArrayList<>();
  final EndpointEvidence evidence = new EndpointEvidence();
  @Nullable HealthChecker healthChecker;
  @Nullable Function<CallHead, AttemptListener> attemptListeners;

  @Nullable CallCredentials credentials;

  /** What the channel takes for chance; half of the range, and so no jitter, unless it is said. */
  RandomGenerator random = () -> Long.MIN_VALUE;

  private BalancerRegistry policies = BalancerRegistry.of(List.of(first, other, third));

  ChannelKit(Vertx vertx) {
    context = ((VertxInternal) vertx).createEventLoopContext();
  }

  /** Adds a policy. */
  void add(BalancerProvider policy) {
    policies = policies.with(policy);
  }

  /** A channel whose resolver finds {@code peer:1} at once, and which is never idle. */
  Channel channel(ChannelOptions options) {
    resolver.atOnce = HandResolver.endpoints("peer");
    return unresolved(options.withIdleTimeout(Duration.ZERO), "{}");
  }

  /** A channel whose resolver finds what the test says. */
  Channel unresolved(ChannelOptions options, String serviceConfig) {
    var setup =
        new ChannelSetup(
            "peer:1",
            "peer:1",
            transport,
            Duration.ofSeconds(20),
            options,
            () -> resolver,
            policies,
            ServiceConfig.parse(serviceConfig),
            healthChecker,
            attemptListeners,
            credentials,
            evidence,
            events::add);
    return new ChannelImpl(
        context, setup, new ChannelCore.Means(timers, timers::nanoTime, () -> random.nextLong()));
  }

  /** The beginning of a call with a deadline, if it is to have one. */
  CallHead head(@Nullable Duration timeout, boolean waitForReady) {
    return timeout == null
        ? head(waitForReady)
        : head(waitForReady).withDeadline(Deadline.after(timeout, timers::nanoTime));
  }

  /** The beginning of a call. */
  static CallHead head(boolean waitForReady) {
    return new CallHead(
        "/test.Echo/Unary",
        MethodKind.UNARY,
        "",
        Metadata.EMPTY,
        null,
        "proto",
        Payload.IDENTITY,
        List.of(),
        CallOptions.DEFAULT.withWaitForReady(waitForReady),
        Attributes.EMPTY);
  }

  /** Begins a call that does not wait for ready. */
  static Taken call(Channel channel) {
    return new Taken(channel, head(false));
  }

  /** Begins a call that waits for ready. */
  static Taken patientCall(Channel channel) {
    return new Taken(channel, head(true));
  }

  /** Lets what hops to the channel's event loop run there, while the test waits. */
  void settle() {
    var ran = new CompletableFuture<Void>();
    context.runOnContext(v -> ran.complete(null));
    ran.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** The states of subchannels that the channel has told of, in order. */
  List<ConnectivityState> subchannelStates() {
    return events.stream()
        .filter(ChannelEvent.SubchannelChanged.class::isInstance)
        .map(event -> ((ChannelEvent.SubchannelChanged) event).to())
        .toList();
  }

  /** The events of a kind. */
  <T extends ChannelEvent> List<T> events(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static Frame.Message message() {
    return new Frame.Message(new MessagePayload(StringValue.of("hello"), new ProtoCodec()), false);
  }

  static Frame.Headers headers() {
    return new Frame.Headers(Metadata.EMPTY);
  }

  static Frame.Trailers unavailable(Frame.Progress progress) {
    return Frame.Trailers.transport(Status.of(Code.UNAVAILABLE, "no"), progress);
  }

  static List<String> names(List<Frame> frames) {
    return frames.stream().map(frame -> frame.getClass().getSimpleName()).toList();
  }

  /** A call with one request whose frames are taken down. */
  static final class Taken {

    final List<Frame> frames = new ArrayList<>();
    final GrpcStream stream;

    Taken(Channel channel, CallHead head) {
      stream = channel.invoke(head);
      stream.handler(frames::add).fetch(Long.MAX_VALUE);
      stream.write(message());
      stream.write(Frame.HalfClose.INSTANCE);
    }

    boolean isOver() {
      return !frames.isEmpty() && frames.get(frames.size() - 1) instanceof Frame.Trailers;
    }

    Status status() {
      return ((Frame.Trailers) frames.get(frames.size() - 1)).status();
    }
  }
}
