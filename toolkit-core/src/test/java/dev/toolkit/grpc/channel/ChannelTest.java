package dev.toolkit.grpc.channel;

import static dev.toolkit.grpc.channel.ChannelKit.OK;
import static dev.toolkit.grpc.channel.ChannelKit.message;
import static dev.toolkit.grpc.channel.ChannelKit.names;
import static dev.toolkit.grpc.channel.ChannelKit.unavailable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.channel.ChannelKit.Taken;
import dev.toolkit.grpc.retry.RetryOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The channel's state machines, on the thread of the test and its clock. */
class ChannelTest {

  private static final Vertx VERTX = Vertx.vertx();

  private final ChannelKit kit = new ChannelKit(VERTX);
  private final ScriptedTransport transport = kit.transport;
  private final FakeTimers timers = kit.timers;

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
    var call = new Taken(channel, ChannelKit.head(false).withDeadline(deadline));

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
    return kit.channel(options);
  }

  private CallHead head(@Nullable Duration timeout, boolean waitForReady) {
    return kit.head(timeout, waitForReady);
  }
}
