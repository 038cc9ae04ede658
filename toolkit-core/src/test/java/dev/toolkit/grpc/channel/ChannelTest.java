package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.config.ServiceConfig;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.protocol.MessagePayload;
import dev.toolkit.grpc.retry.RetryOptions;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The channel's state machines, on the thread of the test and its clock. */
class ChannelTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final Frame.Trailers OK = new Frame.Trailers(Status.OK, Metadata.EMPTY);

  private final ContextInternal context = ((VertxInternal) VERTX).createEventLoopContext();
  private final ScriptedTransport transport = new ScriptedTransport();
  private final FakeTimers timers = new FakeTimers();
  private final HandResolver resolver = new HandResolver();
  private final FirstPolicy first = new FirstPolicy("pick_first");
  private final FirstPolicy other = new FirstPolicy("other");
  private final List<ChannelEvent> events = new ArrayList<>();

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void connectsAtTheFirstCallAndRunsWhatWaited() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    assertEquals(0, transport.attempts.size());

    var call = new Taken(channel, head(null, false));
    assertEquals(ConnectivityState.CONNECTING, channel.state());
    var connection = transport.last().open(100);
    connection.stream(0).answer(new Frame.Headers(Metadata.EMPTY), message(), OK);

    assertEquals(ConnectivityState.READY, channel.state());
    assertEquals(List.of("Message", "HalfClose"), names(connection.stream(0).written));
    assertEquals(List.of("Headers", "Message", "Trailers"), names(call.frames));
  }

  @Test
  void failedConnectFailsTheCallsThatDoNotWaitForReady() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var failing = new Taken(channel, head(null, false));
    var waiting = new Taken(channel, head(null, true));

    transport.last().fail("connection refused");

    assertEquals(Code.UNAVAILABLE, failing.status().code());
    assertEquals(
        "peer:1: cannot connect to peer:1: connection refused", failing.status().message());
    assertEquals(List.of(), waiting.frames);
    assertEquals(ConnectivityState.TRANSIENT_FAILURE, channel.state());
  }

  @Test
  void callDuringBackoffFailsWithTheLastReason() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var first = new Taken(channel, head(null, false));
    transport.last().fail("connection refused");

    var second = new Taken(channel, head(null, false));

    assertEquals(first.status(), second.status());
    assertEquals(1, transport.attempts.size());
  }

  @Test
  void waitingForReadyConnectsAgainAfterOneAndThenOnePointSixSeconds() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(null, true));
    transport.last().fail("connection refused");

    timers.advance(Duration.ofMillis(999));
    assertEquals(1, transport.attempts.size());
    timers.advance(Duration.ofMillis(1));
    assertEquals(2, transport.attempts.size());
    transport.last().fail("connection refused");
    timers.advance(Duration.ofMillis(1_599));
    assertEquals(2, transport.attempts.size());
    timers.advance(Duration.ofMillis(1));
    transport.last().open(1).stream(0).answer(OK);

    assertEquals(Status.OK, call.status());
  }

  @Test
  void callsPastTheCapacityWaitInOrder() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    new Taken(channel, head(null, false));
    new Taken(channel, head(null, false));
    var third = new Taken(channel, head(null, false));

    var connection = transport.last().open(1);
    assertEquals(1, connection.streams.size());
    connection.stream(0).answer(OK);
    assertEquals(2, connection.streams.size());
    connection.stream(1).answer(OK);
    connection.stream(2).answer(OK);

    assertEquals(Status.OK, third.status());
    assertEquals(1, transport.attempts.size());
  }

  @Test
  void furtherConnectionIsOpenedWhenThereIsNoRoom() {
    Channel channel = channel(ChannelOptions.DEFAULT.withMaxConnections(2));
    new Taken(channel, head(null, false));
    var first = transport.last().open(1);
    new Taken(channel, head(null, false));
    new Taken(channel, head(null, false));

    assertEquals(2, transport.attempts.size());
    var second = transport.last().open(1);

    assertEquals(1, first.streams.size());
    assertEquals(1, second.streams.size());
    assertEquals(2, transport.attempts.size());
  }

  @Test
  void fullQueueNamesTheOptionAndTheNumbers() {
    Channel channel = channel(ChannelOptions.DEFAULT.withMaxQueuedCalls(2));
    new Taken(channel, head(null, false));
    new Taken(channel, head(null, false));

    var third = new Taken(channel, head(null, false));

    assertEquals(
        Status.of(Code.RESOURCE_EXHAUSTED, "2 calls wait for peer:1, maxQueuedCalls is 2"),
        third.status());
  }

  @Test
  void drainedConnectionIsReplacedAndItsCallsGoOn() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var old = new Taken(channel, head(null, false));
    var first = transport.last().open(100);

    first.drain();
    var fresh = new Taken(channel, head(null, false));
    var second = transport.last().open(100);
    first.stream(0).answer(OK);
    first.close();
    second.stream(0).answer(OK);

    assertEquals(Status.OK, old.status());
    assertEquals(Status.OK, fresh.status());
    assertEquals(2, transport.attempts.size());
  }

  @Test
  void callThatWasNotSentIsSentAgain() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(null, false));
    var connection = transport.last().open(100);

    connection.stream(0).answer(unavailable(Progress.NOT_SENT));
    assertEquals(List.of("Message", "HalfClose"), names(connection.stream(1).written));
    connection.stream(1).answer(message(), OK);

    assertEquals(List.of("Message", "Trailers"), names(call.frames));
  }

  @Test
  void refusedCallIsSentAgainOnce() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(null, false));
    var connection = transport.last().open(100);

    connection.stream(0).answer(unavailable(Progress.REFUSED));
    connection.stream(1).answer(unavailable(Progress.REFUSED));

    assertEquals(Code.UNAVAILABLE, call.status().code());
    assertEquals(2, connection.streams.size());
  }

  @Test
  void callThatIsNeverSentEndsAfterFiveRepeats() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(null, false));
    var connection = transport.last().open(100);

    for (int i = 0; i < connection.streams.size(); i++) {
      connection.stream(i).answer(unavailable(Progress.NOT_SENT));
    }

    assertEquals(6, connection.streams.size());
    assertEquals(Code.UNAVAILABLE, call.status().code());
  }

  @Test
  void answeredCallIsNotSentAgain() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(null, false));
    var connection = transport.last().open(100);

    connection.stream(0).answer(new Frame.Headers(Metadata.EMPTY), unavailable(Progress.REFUSED));

    assertEquals(Code.UNAVAILABLE, call.status().code());
    assertEquals(1, connection.streams.size());
  }

  @Test
  void callThatMayHaveBeenProcessedIsNotSentAgain() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(null, false));
    var connection = transport.last().open(100);

    connection.stream(0).answer(unavailable(Progress.PROCESSED));

    assertEquals(Code.UNAVAILABLE, call.status().code());
    assertEquals(1, connection.streams.size());
  }

  @Test
  void callThatWroteMoreThanTheBufferIsNotSentAgain() {
    Channel channel =
        channel(ChannelOptions.DEFAULT.withRetries(RetryOptions.DEFAULT.withCallBufferSize(3)));
    var call = new Taken(channel, head(null, false));
    var connection = transport.last().open(100);

    connection.stream(0).answer(unavailable(Progress.NOT_SENT));

    assertEquals(Code.UNAVAILABLE, call.status().code());
    assertEquals(1, connection.streams.size());
  }

  @Test
  void deadlineCoversTheWaitForAConnection() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(Duration.ofMillis(200), true));

    timers.advance(Duration.ofMillis(200));

    assertEquals(
        Status.of(
            Code.DEADLINE_EXCEEDED,
            "deadline of 200 ms exceeded after 200 ms waiting for a connection to peer:1"),
        call.status());
    assertEquals(0, transport.last().open(1).streams.size());
  }

  @Test
  void deadlineSaysWhereTheTimeWent() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(Duration.ofMillis(200), true));
    timers.advance(Duration.ofMillis(50));
    var connection = transport.last().open(1);

    timers.advance(Duration.ofMillis(150));

    assertEquals(
        "deadline of 200 ms exceeded after 50 ms waiting for a connection and 150 ms waiting for"
            + " the response from peer:1",
        call.status().message());
    assertTrue(connection.stream(0).written.get(2) instanceof Frame.Cancel);
  }

  @Test
  void resetAtTheDeadlineIsTheDeadline() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var reset = Frame.Trailers.transport(Status.of(Code.CANCELLED, "reset"), Progress.PROCESSED);
    var deadline = Deadline.after(Duration.ofMillis(200), timers::nanoTime);
    var connection = openWith(channel);
    var call = new Taken(channel, head(false).withDeadline(deadline));

    timers.skip(Duration.ofMillis(200));
    connection.stream(1).answer(reset);

    assertEquals(Code.DEADLINE_EXCEEDED, call.status().code());
  }

  @Test
  void passedDeadlineSendsNothing() {
    Channel channel = channel(ChannelOptions.DEFAULT);

    var call = new Taken(channel, head(Duration.ofMillis(-5), false));

    assertEquals(
        Status.of(Code.DEADLINE_EXCEEDED, "the deadline had passed 5 ms before the call began"),
        call.status());
    assertEquals(0, transport.attempts.size());
  }

  @Test
  void endedCallLeavesNoTimer() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(Duration.ofMillis(200), false));

    transport.last().open(1).stream(0).answer(OK);

    assertEquals(Status.OK, call.status());
    assertEquals(0, timers.pending());
  }

  @Test
  void cancelledCallLeavesTheQueue() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var call = new Taken(channel, head(null, false));
    var reason = Status.of(Code.CANCELLED, "no more");

    call.stream.write(new Frame.Cancel(reason));

    assertEquals(reason, call.status());
    assertEquals(0, transport.last().open(1).streams.size());
  }

  @Test
  void shutDownChannelCancelsWhatWaitsAndWhatComes() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var waiting = new Taken(channel, head(null, true));

    channel.shutdown(Duration.ofSeconds(1));
    var late = new Taken(channel, head(null, false));

    assertTrue(transport.last().aborted);
    assertEquals(Code.CANCELLED, waiting.status().code());
    assertEquals(
        Status.of(Code.CANCELLED, "the client is closed: the channel to peer:1 is shut down"),
        late.status());
    assertEquals(ConnectivityState.SHUTDOWN, channel.state());
  }

  @Test
  void shutdownGivesConnectionsTheGrace() {
    Channel channel = channel(ChannelOptions.DEFAULT);
    var connection = openWith(channel);

    channel.shutdown(Duration.ofSeconds(1));

    assertEquals(Duration.ofSeconds(1), connection.shutdown);
  }

  private ScriptedTransport.Peered openWith(Channel channel) {
    new Taken(channel, head(null, false));
    return transport.last().open(100);
  }

  private Channel channel(ChannelOptions options) {
    resolver.atOnce = HandResolver.endpoints("peer");
    return unresolved(options.withIdleTimeout(Duration.ZERO), ServiceConfig.EMPTY);
  }

  private Channel unresolved(ChannelOptions options, ServiceConfig config) {
    var setup =
        new ChannelSetup(
            "peer:1",
            "peer:1",
            transport,
            Duration.ofSeconds(20),
            options,
            () -> resolver,
            BalancerRegistry.of(List.of(first, other)),
            config,
            null,
            null,
            events::add);
    RandomGenerator random = () -> Long.MIN_VALUE;
    return new ChannelImpl(context, setup, new ChannelCore.Means(timers, timers::nanoTime, random));
  }

  private CallHead head(@Nullable Duration timeout, boolean waitForReady) {
    return timeout == null
        ? head(waitForReady)
        : head(waitForReady).withDeadline(Deadline.after(timeout, timers::nanoTime));
  }

  private static CallHead head(boolean waitForReady) {
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

  private static Frame.Message message() {
    return new Frame.Message(new MessagePayload(StringValue.of("hello"), new ProtoCodec()), false);
  }

  private static Frame.Trailers unavailable(Progress progress) {
    return Frame.Trailers.transport(Status.of(Code.UNAVAILABLE, "no"), progress);
  }

  private static List<String> names(List<Frame> frames) {
    return frames.stream().map(frame -> frame.getClass().getSimpleName()).toList();
  }

  /** A call with one request whose frames are taken down. */
  private static final class Taken {

    final List<Frame> frames = new ArrayList<>();
    final GrpcStream stream;

    Taken(Channel channel, CallHead head) {
      stream = channel.invoke(head);
      stream.handler(frames::add).fetch(Long.MAX_VALUE);
      stream.write(message());
      stream.write(Frame.HalfClose.INSTANCE);
    }

    Status status() {
      return ((Frame.Trailers) frames.get(frames.size() - 1)).status();
    }
  }
}
