package dev.toolkit.grpc.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.config.HedgingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of gRFC A6 for hedges. */
class HedgingStreamTest {

  private static final String PREVIOUS = "grpc-previous-rpc-attempts";

  @Test
  void anAttemptFollowsAfterEachDelay() {
    var taker = Taker.of(policy(3)).ask();

    taker.assertAttempts(1);
    taker.pass(99);
    taker.assertAttempts(1);
    taker.pass(1);
    taker.assertAttempts(2);
    taker.pass(100);
    taker.assertAttempts(3);
    taker.pass(1000);
    taker.assertAttempts(3);

    assertEquals(0, taker.timers.pending());
    assertEquals(taker.attempt(0).written, taker.attempt(1).written);
    assertEquals(taker.attempt(0).written, taker.attempt(2).written);
  }

  @Test
  void withoutADelayAllAttemptsBeginAtOnce() {
    var taker = Taker.of(new HedgingPolicy(4, Duration.ZERO, Set.of())).ask();

    taker.assertAttempts(4);
    assertEquals(0, taker.timers.pending());
    taker.attempts.all.forEach(attempt -> assertEquals(2, attempt.written.size()));
  }

  @Test
  void theClientsLimitOfAttemptsCountsWhereThePolicySaysMore() {
    var taker = Taker.of(new HedgingPolicy(9, Duration.ZERO, Set.of())).ask();

    taker.assertAttempts(5);
  }

  @Test
  void hedgesCanBeSwitchedOff() {
    var taker = Taker.of(new RetryOptions(false, 5, 1000, 1000), policy(3)).ask();

    taker.pass(1000);

    taker.assertAttempts(1);
  }

  @Test
  void theFirstResponseCountsAndTheOthersAreCancelled() {
    var taker = begun(3);

    taker.attempt(1).arrive(new Frame.Headers(Metadata.EMPTY));
    assertTrue(taker.call.isAnswered());
    assertEquals(Code.CANCELLED, taker.attempt(0).cancelled().code());
    assertEquals(Code.CANCELLED, taker.attempt(2).cancelled().code());
    assertNull(taker.attempt(1).cancelled());
    taker.attempt(1).arrive(Taker.message(1));
    taker.attempt(1).succeed();

    taker.assertEnded(Code.OK);
  }

  @Test
  void noAttemptFollowsAResponse() {
    var taker = begun(2);

    taker.attempt(0).arrive(new Frame.Headers(Metadata.EMPTY));
    assertEquals(0, taker.timers.pending());
    assertEquals(0, taker.retries.buffer().used());
    taker.attempt(0).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(2);
  }

  @Test
  void whatTheOthersSayLaterIsLost() {
    var taker = begun(2);
    taker.attempt(0).arrive(new Frame.Headers(Metadata.EMPTY));

    taker.attempt(1).arrive(new Frame.Headers(Metadata.of("late", "1")));
    taker.attempt(0).arrive(Taker.message(1));

    assertEquals(2, taker.seen.size());
  }

  @Test
  void aSuccessWithoutABeginningCountsToo() {
    var taker = begun(2);

    taker.attempt(1).end(new Frame.Trailers(Status.OK, Metadata.EMPTY));

    taker.assertEnded(Code.OK);
    assertNotNull(taker.attempt(0).cancelled());
  }

  @Test
  void messagesAreAskedOfTheOneThatCounts() {
    var taker = begun(2);
    assertEquals(0, taker.attempt(0).fetched);

    taker.attempt(1).arrive(new Frame.Headers(Metadata.EMPTY));
    taker.call.fetch(3);

    assertEquals(13, taker.attempt(1).fetched);
    assertEquals(0, taker.attempt(0).fetched);
  }

  @Test
  void aFailureThatIsNotFatalBringsTheNextAttemptAtOnce() {
    var taker = Taker.of(policy(4)).ask();
    taker.pass(60);

    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.assertAttempts(2);
    taker.pass(99);
    taker.assertAttempts(2);
    taker.pass(1);

    taker.assertAttempts(3);
    taker.assertGoesOn();
  }

  @Test
  void aFatalFailureEndsTheCallAndCancelsTheOthers() {
    var taker = begun(2);

    taker.attempt(1).fail(Code.INVALID_ARGUMENT);

    taker.assertEnded(Code.INVALID_ARGUMENT);
    assertNotNull(taker.attempt(0).cancelled());
    taker.pass(1000);
    taker.assertAttempts(2);
  }

  @Test
  void theLastFailureIsToldWhenAllHaveFailed() {
    var taker = begun(4);

    taker.attempt(2).fail(Code.UNAVAILABLE);
    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.attempt(3).fail(Code.UNAVAILABLE);
    taker.assertGoesOn();
    taker.attempt(1).fail(Code.ABORTED);

    taker.assertEnded(Code.ABORTED);
    assertEquals("1", taker.end().metadata().get(PREVIOUS));
  }

  @Test
  void theServerSaysWhenTheNextAttemptBegins() {
    var taker = Taker.of(policy(4)).ask();
    taker.pass(60);

    taker.attempt(0).push(Code.UNAVAILABLE, "250");
    taker.pass(249);
    taker.assertAttempts(1);
    taker.assertGoesOn();
    taker.pass(1);
    taker.assertAttempts(2);
    taker.pass(99);
    taker.assertAttempts(2);
    taker.pass(1);

    taker.assertAttempts(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "never"})
  void theServerCanRefuseFurtherAttempts(String value) {
    var taker = begun(2);

    taker.attempt(0).push(Code.UNAVAILABLE, value);
    taker.pass(1000);
    taker.assertAttempts(2);
    taker.assertGoesOn();
    taker.attempt(1).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(2);
  }

  @Test
  void aFatalCodeEndsTheCallWhateverTheServerSaysOfFurtherAttempts() {
    var taker = Taker.throttled(policy(4), 10, 1).ask();

    taker.attempt(0).push(Code.INTERNAL, "-1");

    taker.assertEnded(Code.INTERNAL);
    assertEquals("9.0 of 10.0 tokens", taker.throttle.toString());
  }

  @Test
  void withoutTokensThereIsOnlyTheFirstAttempt() {
    var taker = Taker.throttled(policy(4), 10, 1).ask();
    IntStream.range(0, 5).forEach(i -> taker.throttle.failed());

    taker.pass(1000);
    taker.assertAttempts(1);
    taker.attempt(0).succeed();

    taker.assertEnded(Code.OK);
    assertEquals("6.0 of 10.0 tokens", taker.throttle.toString());
  }

  @Test
  void aThrottledCallEndsWithTheFailureOfItsLastAttempt() {
    var taker = Taker.throttled(policy(4), 2, 1).ask();

    taker.attempt(0).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(1);
  }

  @Test
  void aThrottledCallLetsItsAttemptsUnderWayGoOn() {
    var taker = Taker.throttled(policy(4), 4, 1).ask();
    taker.pass(100);

    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.assertAttempts(3);
    taker.attempt(1).fail(Code.UNAVAILABLE);
    taker.assertAttempts(3);
    taker.assertGoesOn();
    taker.attempt(2).succeed();

    taker.assertEnded(Code.OK);
  }

  @Test
  void tokensThatRunOutDuringAServersDelayEndTheCall() {
    var taker = Taker.throttled(policy(4), 10, 1).ask();

    taker.attempt(0).push(Code.UNAVAILABLE, "50");
    IntStream.range(0, 5).forEach(i -> taker.throttle.failed());
    taker.assertGoesOn();
    taker.pass(50);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(1);
  }

  @Test
  void anAttemptThatThisSideCouldNotMakeEndsAlone() {
    var taker = begun(2);

    taker.attempt(1).refuse(Code.FAILED_PRECONDITION, Frame.Progress.NOT_SENT);
    taker.assertGoesOn();
    taker.pass(100);
    taker.assertAttempts(3);
    taker.attempt(2).refuse(Code.UNAVAILABLE, Frame.Progress.DROPPED);
    taker.assertGoesOn();
    taker.attempt(0).succeed();

    taker.assertEnded(Code.OK);
  }

  @Test
  void aFirstAttemptThatThisSideCouldNotMakeIsAFailureLikeAnyOther() {
    var fatal = Taker.of(policy(2)).ask();
    var notFatal = Taker.of(policy(2)).ask();
    var dropped = Taker.of(policy(2)).ask();

    fatal.attempt(0).refuse(Code.RESOURCE_EXHAUSTED, Frame.Progress.NOT_SENT);
    notFatal.attempt(0).refuse(Code.UNAVAILABLE, Frame.Progress.NOT_SENT);
    dropped.attempt(0).refuse(Code.UNAVAILABLE, Frame.Progress.DROPPED);

    fatal.assertEnded(Code.RESOURCE_EXHAUSTED);
    notFatal.assertAttempts(2);
    dropped.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void eachAttemptSaysHowManyBeganBefore() {
    var taker = begun(3);

    assertNull(taker.attempt(0).metadata(PREVIOUS));
    assertEquals("1", taker.attempt(1).metadata(PREVIOUS));
    assertEquals("2", taker.attempt(2).metadata(PREVIOUS));
    assertEquals(3, taker.call.attempts());
  }

  @Test
  void theResponseSaysHowManyBeganBeforeItsOwn() {
    var taker = begun(3);

    taker.attempt(1).succeed();

    assertEquals("1", ((Frame.Headers) taker.seen.get(0)).metadata().get(PREVIOUS));
  }

  @Test
  void allAttemptsShareWhatWasTried() {
    var taker = begun(2);

    assertSame(
        taker.attempt(0).head.attributes().get(TriedEndpoints.KEY),
        taker.attempt(1).head.attributes().get(TriedEndpoints.KEY));
  }

  @Test
  void aCancelReachesAllAttempts() {
    var taker = begun(3);

    taker.cancel();

    taker.attempts.all.forEach(a -> assertEquals("enough", a.cancelled().message()));
    taker.assertEnded(Code.CANCELLED);
    taker.pass(1000);
    taker.assertAttempts(3);
  }

  @Test
  void aCancelReachesTheOneThatCounts() {
    var taker = begun(2);
    taker.attempt(1).arrive(new Frame.Headers(Metadata.EMPTY));

    taker.cancel();

    assertEquals("enough", taker.attempt(1).cancelled().message());
    taker.assertEnded(Code.CANCELLED);
  }

  @Test
  void aCancelEndsTheWaitForTheNextAttempt() {
    var taker = Taker.of(policy(3)).ask();
    taker.attempt(0).push(Code.UNAVAILABLE, "1000");

    taker.cancel();

    taker.assertEnded(Code.CANCELLED);
  }

  @Test
  void noAttemptBeginsAfterTheDeadline() {
    var taker = Taker.of(policy(3), Duration.ofMillis(100)).ask();

    taker.pass(100);

    taker.assertAttempts(1);
    taker.assertGoesOn();
  }

  @Test
  void aLateAttemptGetsWhatWasWrittenAndWhatIsWritten() {
    var taker = Taker.of(policy(3));
    var first = Taker.message(1);
    var second = Taker.message(2);

    taker.write(first);
    taker.pass(100);
    taker.write(second).write(Frame.HalfClose.INSTANCE);
    taker.pass(100);

    var all = List.of(first, second, Frame.HalfClose.INSTANCE);
    taker.attempts.all.forEach(attempt -> assertEquals(all, attempt.written));
  }

  @Test
  void whenTheBufferOverflowsTheAttemptThatLagsTheLeastCounts() {
    var taker = Taker.of(new RetryOptions(true, 5, 10, 1000), policy(3));
    taker.pass(100);
    taker.attempt(0).fill();

    taker.write(Taker.message(10));
    assertNull(taker.attempt(0).cancelled());
    taker.write(Taker.message(1));

    assertNotNull(taker.attempt(0).cancelled());
    assertNull(taker.attempt(1).cancelled());
    assertFalse(taker.call.isAnswered());
    taker.write(Taker.message(100));
    assertEquals(3, taker.attempt(1).written.size());
    taker.attempt(1).fail(Code.UNAVAILABLE);
    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(2);
  }

  @Test
  void aWriterWaitsOnlyWhileAllAttemptsAreFull() {
    var taker = begun(2);

    taker.attempt(0).fill();
    assertFalse(taker.call.writeQueueFull());
    taker.attempt(1).fill();
    assertTrue(taker.call.writeQueueFull());
    taker.attempt(1).drain();

    assertEquals(1, taker.drained);
  }

  @Test
  void aWriterThatWaitsGoesOnWhenAnAttemptJoins() {
    var taker = Taker.of(policy(3));

    taker.attempt(0).fill();
    assertTrue(taker.call.writeQueueFull());
    taker.pass(100);

    assertEquals(1, taker.drained);
  }

  @Test
  void whatIsWrittenAsSoonAsThereIsRoomComesLast() {
    var taker = Taker.of(policy(3));
    var early = Taker.message(1);
    var late = Taker.message(2);
    taker.onDrain = () -> taker.write(late).write(Frame.HalfClose.INSTANCE);

    taker.write(early);
    taker.attempt(0).fill();
    assertTrue(taker.call.writeQueueFull());
    taker.pass(100);

    var all = List.of(early, late, Frame.HalfClose.INSTANCE);
    assertEquals(all, taker.attempt(0).written);
    assertEquals(all, taker.attempt(1).written);
  }

  @Test
  void aWriterThatWaitsFollowsTheOneThatCounts() {
    var taker = begun(2);
    taker.attempt(0).fill();
    taker.attempt(1).arrive(new Frame.Headers(Metadata.EMPTY));

    assertFalse(taker.call.writeQueueFull());
    taker.attempt(1).fill();
    assertTrue(taker.call.writeQueueFull());
    taker.attempt(0).drain();
    assertEquals(0, taker.drained);
    taker.attempt(1).drain();

    assertEquals(1, taker.drained);
  }

  @Test
  void theQueueIsFullWhenMuchWaitsForTheNextAttempt() {
    var taker = Taker.of(policy(3));
    taker.attempt(0).push(Code.UNAVAILABLE, "1000");

    taker.write(Taker.message(RetryingStream.WAITING_BYTES));
    assertTrue(taker.call.writeQueueFull());
    taker.pass(1000);

    assertFalse(taker.call.writeQueueFull());
    assertEquals(1, taker.drained);
  }

  @Test
  void aMessageThatCannotBeEncodedEndsTheCall() {
    var taker = begun(2);

    taker.write(new Frame.Message(new Unencodable(), false));

    taker.assertEnded(Code.INTERNAL);
    assertNotNull(taker.attempt(0).cancelled());
  }

  /** A call with four attempts at most, of which so many have begun. */
  private static Taker begun(int attempts) {
    var taker = Taker.of(policy(4)).ask();
    taker.pass((attempts - 1) * 100L);
    taker.assertAttempts(attempts);
    return taker;
  }

  private static HedgingPolicy policy(int maxAttempts) {
    return new HedgingPolicy(
        maxAttempts, Duration.ofMillis(100), Set.of(Code.UNAVAILABLE, Code.ABORTED));
  }
}
