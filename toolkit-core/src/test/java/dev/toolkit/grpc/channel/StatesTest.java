package dev.toolkit.grpc.channel;

import static dev.toolkit.grpc.channel.ConnectivityState.CONNECTING;
import static dev.toolkit.grpc.channel.ConnectivityState.IDLE;
import static dev.toolkit.grpc.channel.ConnectivityState.READY;
import static dev.toolkit.grpc.channel.ConnectivityState.SHUTDOWN;
import static dev.toolkit.grpc.channel.ConnectivityState.TRANSIENT_FAILURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.Frame.Progress;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The states of a channel and its subchannels, and what leads from one to the other. */
class StatesTest {

  private static final Vertx VERTX = Vertx.vertx();

  private final ChannelKit kit = new ChannelKit(VERTX);

  @AfterAll
  static void close() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void aChannelDoesNothingUntilItIsWanted() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);

    assertEquals(IDLE, channel.state());
    assertEquals(0, kit.transport.attempts.size());
    assertEquals(List.of(), kit.events);
  }

  @Test
  void aSubchannelIsReadyWhenTheConnectionIs() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);

    channel.connect();
    assertEquals(List.of(CONNECTING), kit.subchannelStates());
    kit.transport.last().open(100); // the transport has seen the server's settings
    assertEquals(List.of(CONNECTING, READY), kit.subchannelStates());
    kit.transport.connections().get(0).close();

    assertEquals(List.of(CONNECTING, READY, IDLE, CONNECTING), kit.subchannelStates());
    assertEquals(CONNECTING, channel.state());
  }

  @Test
  void aFailedSubchannelIsIdleAfterItsBackoff() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    channel.connect();
    kit.transport.last().fail("connection refused");
    assertEquals(List.of(CONNECTING, TRANSIENT_FAILURE), kit.subchannelStates());

    kit.timers.advance(Duration.ofSeconds(1));

    assertEquals(List.of(CONNECTING, TRANSIENT_FAILURE, IDLE, CONNECTING), kit.subchannelStates());
  }

  @Test
  void shutdownIsTheEndOfChannelAndSubchannels() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    channel.connect();
    kit.transport.last().open(100);

    channel.shutdown(Duration.ZERO);
    channel.connect();

    assertEquals(List.of(CONNECTING, READY, SHUTDOWN), kit.subchannelStates());
    assertEquals(SHUTDOWN, channel.state());
  }

  @Test
  void aStateHandlerHearsOfEachChangeUntilItIsTakenAway() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var heard = new ArrayList<ConnectivityState>();
    Runnable removal = channel.stateHandler(heard::add);
    channel.connect();
    kit.transport.last().fail("connection refused");
    kit.timers.advance(Duration.ofSeconds(1));
    kit.transport.last().open(1);

    removal.run();
    channel.shutdown(Duration.ZERO);

    assertEquals(List.of(CONNECTING, TRANSIENT_FAILURE, IDLE, CONNECTING, READY), heard);
  }

  @Test
  void whoAwaitsReadyConnects() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);

    var ready = channel.awaitReady(Duration.ofSeconds(5));
    assertFalse(ready.isComplete());
    kit.transport.last().open(1);

    assertTrue(ready.succeeded());
    assertEquals(0, kit.timers.pending());
    assertTrue(channel.awaitReady(Duration.ofSeconds(5)).succeeded());
  }

  @Test
  void whoAwaitsReadyIsToldTheLastFailure() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var ready = channel.awaitReady(Duration.ofSeconds(2));
    kit.transport.last().fail("connection refused");

    kit.timers.advance(Duration.ofSeconds(2));

    assertEquals(
        Status.of(
            Code.UNAVAILABLE,
            "peer:1 is CONNECTING, not ready after 2000 ms: cannot connect to peer:1:"
                + " connection refused"),
        withoutCause(Status.of(ready.cause())));
  }

  @Test
  void whoAwaitsReadyIsToldWhyTheConnectionWasLost() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    channel.connect();
    kit.transport.last().open(1).close("GOAWAY ENHANCE_YOUR_CALM too_many_pings");

    var ready = channel.awaitReady(Duration.ofSeconds(2));
    kit.timers.advance(Duration.ofSeconds(2));

    assertTrue(
        ready.cause().getMessage().endsWith("GOAWAY ENHANCE_YOUR_CALM too_many_pings"),
        ready.cause().getMessage());
  }

  @Test
  void whoAwaitsReadyIsNotToldOfWhatIsLongOver() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    channel.connect();
    kit.transport.last().fail("connection refused");
    kit.timers.advance(Duration.ofSeconds(1));
    kit.transport.last().open(1).drain();

    var ready = channel.awaitReady(Duration.ofSeconds(2));
    kit.timers.advance(Duration.ofSeconds(2));

    assertFalse(ready.cause().getMessage().contains("refused"), ready.cause().getMessage());
  }

  @Test
  void whoAwaitsReadyIsToldThatTheChannelIsShutDown() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var ready = channel.awaitReady(Duration.ofSeconds(2));

    channel.shutdown(Duration.ZERO);
    var late = channel.awaitReady(Duration.ofSeconds(2));

    for (var future : List.of(ready, late)) {
      assertEquals(
          "peer:1 is SHUTDOWN, not ready, and never will be", Status.of(future.cause()).message());
    }
  }

  @Test
  void backoffGrowsBySixtyPercentToTwoMinutes() {
    kit.channel(ChannelOptions.DEFAULT).connect();
    var waits = new ArrayList<Long>();

    for (int i = 0; i < 13; i++) {
      waits.add(failAndMeasure());
    }

    assertEquals(
        List.of(
            1000L, 1600L, 2560L, 4096L, 6553L, 10485L, 16777L, 26843L, 42949L, 68719L, 109951L,
            120_000L, 120_000L),
        waits);
  }

  @Test
  void aConnectionBeginsTheBackoffAnew() {
    kit.channel(ChannelOptions.DEFAULT).connect();
    failAndMeasure();
    failAndMeasure();

    kit.transport.last().open(1).close();

    assertEquals(1000, failAndMeasure());
  }

  @Test
  void theTimeOfTheAttemptCountsAsBackoff() {
    kit.channel(ChannelOptions.DEFAULT).connect();

    kit.timers.advance(Duration.ofMillis(700));

    assertEquals(300, failAndMeasure());
  }

  @Test
  void anAttemptMayTakeAsLongAsTheBackoffIfThatIsLonger() {
    kit.channel(ChannelOptions.DEFAULT).connect();
    assertEquals(Duration.ofSeconds(20), kit.transport.last().request.timeout());

    for (int i = 0; i < 12; i++) {
      failAndMeasure();
    }

    assertEquals(Duration.ofSeconds(120), kit.transport.last().request.timeout());
  }

  @Test
  void whoKnowsBetterEndsTheBackoff() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    channel.connect();
    failAndMeasure();
    kit.transport.last().fail("connection refused");

    channel.resetConnectBackoff();

    assertEquals(3, kit.transport.attempts.size());
    assertEquals(1000, failAndMeasure());
  }

  @Test
  void eachFailureAndEachLossAsksForAResolution() {
    kit.channel(ChannelOptions.DEFAULT).connect();

    failAndMeasure();
    assertEquals(1, kit.resolver.resolveNow);
    kit.transport.last().open(1).close();

    assertEquals(2, kit.resolver.resolveNow);
  }

  @Test
  void anAddressThatIsGoneIsLeftWhenItsCallsHaveEnded() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var call = ChannelKit.call(channel);
    var old = kit.transport.last().open(100);

    kit.resolver.found(null, "moved");
    assertEquals(Duration.ofDays(30), old.shutdown);
    ChannelKit.call(channel);
    var fresh = kit.transport.last().open(100);
    old.stream(0).answer(ChannelKit.OK);

    assertTrue(call.status().isOk());
    assertEquals(1, old.streams.size());
    assertEquals(1, fresh.streams.size());
  }

  @Test
  void anAddressThatStaysKeepsItsConnection() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    channel.connect();
    kit.transport.last().open(100);

    kit.resolver.found(null, "peer", "further");

    assertEquals(1, kit.transport.attempts.size());
  }

  @Test
  void anAddressThatIsGoneIsNotConnectedToAnyMore() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    channel.connect();
    var first = kit.transport.last();

    kit.resolver.found(null, "moved");

    assertTrue(first.aborted);
    assertEquals("moved:1", kit.transport.last().request.address().toString());
  }

  @Test
  void callsPastTheLastStreamOfAGoawayGoToTheNextConnection() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var kept = ChannelKit.call(channel);
    var unseen = ChannelKit.call(channel);
    var old = kit.transport.last().open(100);

    old.drain();
    old.stream(1).answer(ChannelKit.unavailable(Progress.REFUSED));
    var fresh = kit.transport.last().open(100);
    fresh.stream(0).answer(ChannelKit.OK);
    assertTrue(unseen.status().isOk());
    assertFalse(kept.isOver());
    old.stream(0).answer(ChannelKit.OK);

    assertTrue(kept.status().isOk());
    assertEquals(1, fresh.streams.size());
  }

  @Test
  void callsThatAreProcessedWhenTheConnectionIsLostAreNotSentAgain() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var call = ChannelKit.call(channel);
    var old = kit.transport.last().open(100);

    old.stream(0).answer(ChannelKit.unavailable(Progress.PROCESSED));
    old.close();

    assertEquals(Code.UNAVAILABLE, call.status().code());
    assertEquals(0, kit.transport.last().open(100).streams.size());
  }

  @Test
  void callsThatWaitForReadyGoThroughFailures() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var patient = ChannelKit.patientCall(channel);
    for (int i = 0; i < 3; i++) {
      failAndMeasure();
      assertFalse(patient.isOver());
    }

    kit.transport.last().open(1).stream(0).answer(ChannelKit.OK);

    assertTrue(patient.status().isOk());
  }

  @Test
  void theServiceConfigSaysWhichCallsWaitForReady() {
    kit.resolver.atOnce = HandResolver.endpoints("peer");
    Channel channel =
        kit.unresolved(
            ChannelOptions.DEFAULT.withIdleTimeout(Duration.ZERO),
            "{\"methodConfig\": [{\"name\": [{}], \"waitForReady\": true}]}");
    var silent =
        new ChannelKit.Taken(channel, ChannelKit.head(false).withOptions(CallOptions.DEFAULT));
    var impatient = ChannelKit.call(channel);

    kit.transport.last().fail("connection refused");

    assertFalse(silent.isOver());
    assertEquals(Code.UNAVAILABLE, impatient.status().code());
  }

  @Test
  void aPatientCallIsToldWhatFailedWhenItsDeadlinePasses() {
    Channel channel = kit.channel(ChannelOptions.DEFAULT);
    var call = new ChannelKit.Taken(channel, kit.head(Duration.ofMillis(500), true));
    kit.transport.last().fail("connection refused");

    kit.timers.advance(Duration.ofMillis(500));

    assertEquals(
        "deadline of 500 ms exceeded after 500 ms waiting for a connection to peer:1, which"
            + " failed last: cannot connect to peer:1: connection refused",
        call.status().message());
  }

  /** Fails the attempt to connect, and says how many milliseconds pass until the next one. */
  private long failAndMeasure() {
    int attempts = kit.transport.attempts.size();
    kit.transport.last().fail("connection refused");
    long start = kit.timers.nanoTime();
    while (kit.transport.attempts.size() == attempts) {
      kit.timers.advanceToNext();
    }
    return Duration.ofNanos(kit.timers.nanoTime() - start).toMillis();
  }

  private static Status withoutCause(Status status) {
    return Status.of(status.code(), status.message());
  }
}
