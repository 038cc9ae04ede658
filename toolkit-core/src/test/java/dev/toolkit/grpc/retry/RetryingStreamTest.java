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
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.config.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of gRFC A6 for retries. */
class RetryingStreamTest {

  private static final String PREVIOUS = "grpc-previous-rpc-attempts";

  @Test
  void aRetryableFailureIsTriedAgainAfterTheBackoff() {
    var taker = Taker.of(policy(3)).ask();

    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.pass(99);
    taker.assertAttempts(1);
    taker.pass(1);
    taker.assertAttempts(2);
    taker.attempt(1).succeed();

    taker.assertEnded(Code.OK);
    assertEquals(taker.attempt(0).written, taker.attempt(1).written);
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UNAVAILABLE", "ABORTED"})
  void anyOtherStatusEndsTheCall(Code code) {
    var taker = Taker.of(policy(3)).ask();

    taker.attempt(0).fail(code);

    taker.assertEnded(code);
    assertEquals("it failed", taker.end().status().message());
  }

  @ParameterizedTest
  @CsvSource({"0.0, 80, 160, 240", "0.5, 100, 200, 300", "0.999999, 119, 239, 359"})
  void theBackoffGrowsToItsLimitWithJitter(double random, long first, long second, long third) {
    var taker = Taker.of(policy(4), random).ask();

    for (long wait : List.of(first, second, third)) {
      taker.attempts.last().fail(Code.ABORTED);
      int before = taker.attempts.count();
      taker.pass(wait - 1);
      taker.assertAttempts(before);
      taker.pass(2);
      taker.assertAttempts(before + 1);
    }
  }

  @Test
  void theLongestDurationsAreNoOverflow() {
    var ages = Duration.ofSeconds(315_576_000_000L, 999_999_999);
    var policy = new RetryPolicy(2, ages, ages, 1000, Set.of(Code.UNAVAILABLE));
    var taker = Taker.of(policy).ask();

    taker.attempt(0).fail(Code.UNAVAILABLE);

    assertEquals(1, taker.timers.pending());
  }

  @Test
  void theLastFailureIsToldWhenThereAreNoAttemptsLeft() {
    var taker = Taker.of(policy(3)).ask();

    failAll(taker, 3);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(3);
    assertEquals(
        "it failed (not tried again: 3 attempts have failed)", taker.end().status().message());
  }

  @Test
  void theClientsLimitOfAttemptsCountsWhereThePolicySaysMore() {
    var taker = Taker.of(policy(100)).ask();

    failAll(taker, 5);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(5);
  }

  @Test
  void theClientsLimitOfAttemptsCanBeHigher() {
    var options = new RetryOptions(true, 7, 1000, 1000);
    var taker = Taker.of(options, policy(100)).ask();

    failAll(taker, 7);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(7);
  }

  @Test
  void retriesCanBeSwitchedOff() {
    var options = new RetryOptions(false, 5, 1000, 1000);
    var taker = Taker.of(options, policy(3)).ask();

    taker.attempt(0).lose(Frame.Progress.REFUSED);
    taker.attempt(1).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void aBegunResponseCommitsTheCall() {
    var taker = Taker.of(policy(3)).ask();

    taker.attempt(0).arrive(new Frame.Headers(Metadata.EMPTY));
    assertTrue(taker.call.isAnswered());
    assertEquals(0, taker.retries.buffer().used());
    taker.attempt(0).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(1);
  }

  @Test
  void eachRetrySaysHowManyAttemptsThereWere() {
    var taker = Taker.of(policy(3)).ask();

    failAll(taker, 2);

    assertNull(taker.attempt(0).metadata(PREVIOUS));
    assertEquals("1", taker.attempt(1).metadata(PREVIOUS));
    assertEquals(List.of("2"), taker.attempt(2).head.metadata().getAll(PREVIOUS));
    assertEquals("v", taker.attempt(2).metadata("k"));
    assertEquals(3, taker.call.attempts());
  }

  @Test
  void theResponseSaysHowManyAttemptsThereWere() {
    var taker = Taker.of(policy(3)).ask();

    failAll(taker, 2);
    taker.attempt(2).succeed();

    var headers = (Frame.Headers) taker.seen.get(0);
    assertEquals("2", headers.metadata().get(PREVIOUS));
    assertNull(taker.end().metadata().get(PREVIOUS));
  }

  @Test
  void aResponseThatIsNothingButItsEndSaysItToo() {
    var taker = Taker.of(policy(2)).ask();

    failAll(taker, 2);

    assertEquals("1", taker.end().metadata().get(PREVIOUS));
  }

  @Test
  void aLostConnectionIsRetriedByItsCode() {
    var taker = Taker.of(policy(3)).ask();

    taker.attempt(0).lose(Frame.Progress.PROCESSED);
    taker.pass(100);

    taker.assertAttempts(2);
  }

  @Test
  void aMissingConnectionIsRetriedByItsCode() {
    var taker = Taker.of(policy(3)).ask();

    taker.attempt(0).refuse(Code.UNAVAILABLE, Frame.Progress.NOT_SENT);
    taker.assertAttempts(1);
    taker.pass(100);

    taker.assertAttempts(2);
  }

  @Test
  void aDroppedCallIsNotRetried() {
    var taker = Taker.of(policy(3)).ask();

    taker.attempt(0).refuse(Code.UNAVAILABLE, Frame.Progress.DROPPED);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void aFailureOfThisSideIsNotRetried() {
    var taker = Taker.of(policy(3)).ask();

    taker.attempt(0).refuse(Code.UNAVAILABLE, Frame.Progress.PROCESSED);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void theServerSaysWhenToTryAgain() {
    var taker = Taker.of(policy(4)).ask();

    taker.attempt(0).push(Code.UNAVAILABLE, "1234");
    taker.pass(1233);
    taker.assertAttempts(1);
    taker.pass(1);

    taker.assertAttempts(2);
  }

  @Test
  void theBackoffBeginsAnewAfterTheServerSaidWhen() {
    var taker = Taker.of(policy(5)).ask();

    failAll(taker, 2);
    taker.attempt(2).push(Code.UNAVAILABLE, "0");
    taker.pass(1);
    taker.attempt(3).fail(Code.UNAVAILABLE);
    taker.pass(99);
    taker.assertAttempts(4);
    taker.pass(1);

    taker.assertAttempts(5);
  }

  @Test
  void theServersWordGivesNoFurtherAttempts() {
    var taker = Taker.of(policy(2)).ask();

    taker.attempt(0).push(Code.UNAVAILABLE, "10");
    taker.pass(10);
    taker.attempt(1).push(Code.UNAVAILABLE, "10");

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void theServersWordMakesNoCodeRetryable() {
    var taker = Taker.of(policy(2)).ask();

    taker.attempt(0).push(Code.INTERNAL, "10");

    taker.assertEnded(Code.INTERNAL);
  }

  @ParameterizedTest
  @CsvSource({"-1", "soon"})
  void theServerCanRefuseRetries(String value) {
    var taker = Taker.throttled(policy(3), 10, 1).ask();

    taker.attempt(0).push(Code.UNAVAILABLE, value);

    taker.assertEnded(Code.UNAVAILABLE);
    assertEquals("9.0 of 10.0 tokens", taker.throttle.toString());
    assertEquals(
        "it failed (not tried again: the server asks for no retry)",
        taker.end().status().message());
  }

  @Test
  void aRefusalCostsATokenWhateverTheCode() {
    var taker = Taker.throttled(policy(3), 10, 1).ask();

    taker.attempt(0).push(Code.INVALID_ARGUMENT, "-1");

    assertEquals("9.0 of 10.0 tokens", taker.throttle.toString());
  }

  @Test
  void tokensRunOutByFailures() {
    var taker = Taker.throttled(policy(5), 4, 1).ask();

    failAll(taker, 1);
    taker.attempt(1).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(2);
    assertEquals(
        "it failed (not tried again: retries are throttled, 2.0 of 4.0 tokens are left)",
        taker.end().status().message());
  }

  @Test
  void otherFailuresCostNoToken() {
    var taker = Taker.throttled(policy(5), 4, 1).ask();

    taker.attempt(0).fail(Code.INVALID_ARGUMENT);

    assertEquals("4.0 of 4.0 tokens", taker.throttle.toString());
  }

  @Test
  void aSuccessGivesTokensBackEvenWithoutAPolicy() {
    var taker = Taker.throttled(null, 4, 0.5).ask();
    taker.throttle.failed();

    taker.attempt(0).succeed();

    assertEquals("3.5 of 4.0 tokens", taker.throttle.toString());
  }

  @Test
  void aFailureAfterTheBeginningOfTheResponseCostsNoToken() {
    var taker = Taker.throttled(policy(5), 4, 1).ask();

    taker.attempt(0).arrive(new Frame.Headers(Metadata.EMPTY));
    taker.attempt(0).fail(Code.UNAVAILABLE);

    assertEquals("4.0 of 4.0 tokens", taker.throttle.toString());
  }

  @Test
  void aCallThatHasWrittenTooMuchStaysWithItsAttempt() {
    var taker = Taker.of(new RetryOptions(true, 5, 10, 1000), policy(3));

    taker.write(Taker.message(10));
    assertEquals(10, taker.retries.buffer().used());
    taker.write(Taker.message(1));
    assertEquals(0, taker.retries.buffer().used());
    taker.write(Frame.HalfClose.INSTANCE);
    taker.attempt(0).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
    assertEquals(3, taker.attempt(0).written.size());
  }

  @Test
  void callsThatHaveWrittenTooMuchTogetherStayWithTheirAttempts() {
    var taker = Taker.of(new RetryOptions(true, 5, 1000, 10), policy(3));
    var others = new ScriptedAttempts();
    taker.retries.start(others, Taker.head(null), policy(3), null).write(Taker.message(6));

    taker.write(Taker.message(5));
    taker.attempt(0).fail(Code.UNAVAILABLE);

    assertEquals(Code.UNAVAILABLE, taker.end().status().code());
    assertEquals(6, taker.retries.buffer().used());
  }

  @Test
  void whatIsWrittenBetweenTwoAttemptsIsSentWithTheNext() {
    var taker = Taker.of(policy(3));
    var first = Taker.message(1);
    var second = Taker.message(2);

    taker.write(first);
    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.write(second).write(Frame.HalfClose.INSTANCE);
    taker.pass(100);

    assertEquals(List.of(first, second, Frame.HalfClose.INSTANCE), taker.attempt(1).written);
  }

  @Test
  void theQueueIsFullWhenMuchWaitsForTheNextAttempt() {
    var taker = Taker.of(policy(3));

    taker.attempt(0).fail(Code.UNAVAILABLE);
    assertFalse(taker.call.writeQueueFull());
    taker.write(Taker.message(RetryingStream.WAITING_BYTES));
    assertTrue(taker.call.writeQueueFull());
    taker.pass(100);

    assertFalse(taker.call.writeQueueFull());
    assertEquals(1, taker.drained);
  }

  @Test
  void aWriterThatWaitedForTheAttemptBeforeGoesOn() {
    var taker = Taker.of(policy(3));

    taker.attempt(0).fill();
    assertTrue(taker.call.writeQueueFull());
    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.pass(100);
    assertEquals(1, taker.drained);
    taker.attempt(1).fill().drain();

    assertEquals(2, taker.drained);
  }

  @Test
  void whatIsWrittenAsSoonAsThereIsRoomComesLast() {
    var taker = Taker.of(policy(3));
    var early = Taker.message(1);
    var late = Taker.message(2);
    taker.onDrain = () -> taker.write(late).write(Frame.HalfClose.INSTANCE);

    taker.attempt(0).fill();
    taker.write(early);
    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.pass(100);

    assertEquals(List.of(early, late, Frame.HalfClose.INSTANCE), taker.attempt(1).written);
  }

  @Test
  void demandIsPassedToEachAttemptAnew() {
    var taker = Taker.of(policy(3)).ask();

    failAll(taker, 1);
    taker.call.fetch(5);

    assertEquals(10, taker.attempt(0).fetched);
    assertEquals(15, taker.attempt(1).fetched);
  }

  @Test
  void aCancelReachesTheAttempt() {
    var taker = Taker.of(policy(3)).ask();

    taker.cancel();

    assertEquals("enough", taker.attempt(0).cancelled().message());
    taker.assertEnded(Code.CANCELLED);
    taker.assertAttempts(1);
  }

  @Test
  void aCancelledCallIsNotTriedAgain() {
    var policy =
        new RetryPolicy(
            3, Duration.ofMillis(1), Duration.ofMillis(1), 1, Set.of(Code.CANCELLED, Code.UNKNOWN));
    var taker = Taker.of(policy).ask();

    taker.cancel();

    taker.assertEnded(Code.CANCELLED);
  }

  @Test
  void aCancelEndsTheWaitForTheNextAttempt() {
    var taker = Taker.of(policy(3)).ask();

    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.cancel();

    taker.assertEnded(Code.CANCELLED);
    assertEquals(
        "enough while waiting to try again after 1 attempt, which failed: UNAVAILABLE: it failed",
        taker.end().status().message());
  }

  @Test
  void whatIsWrittenAfterACancelIsLost() {
    var taker = Taker.of(policy(3));

    taker.cancel();
    taker.ask();

    assertEquals(1, taker.attempt(0).written.size());
  }

  @Test
  void noAttemptBeginsAfterTheDeadline() {
    var taker = Taker.of(policy(3), Duration.ofMillis(50)).ask();

    taker.timers.skip(Duration.ofMillis(50));
    taker.attempt(0).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void theDeadlineHoldsForAllAttempts() {
    var taker = Taker.of(policy(3), Duration.ofSeconds(1)).ask();

    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.pass(100);

    assertSame(taker.attempt(0).head.deadline(), taker.attempt(1).head.deadline());
  }

  @Test
  void aMessageThatCannotBeEncodedEndsTheCall() {
    var taker = Taker.of(policy(3));

    taker.write(new Frame.Message(new Unencodable(), false));

    taker.assertEnded(Code.INTERNAL);
    assertNotNull(taker.attempt(0).cancelled());
  }

  @Test
  void theEndIsKeptForATakerThatComesLate() {
    var attempts = new ScriptedAttempts();
    var seen = new ArrayList<Frame>();
    var retries = new Retries(RetryOptions.DEFAULT, new FakeTimers(), () -> 0, null);
    var call = retries.start(attempts, Taker.head(null), null, null);

    attempts.get(0).fail(Code.NOT_FOUND);
    assertEquals(List.of(), attempts.endings);
    call.handler(seen::add);

    assertEquals(attempts.endings, seen);
  }

  @Test
  void theInvokerSaysTheLastWord() {
    var told = Frame.Trailers.local(Status.of(Code.DATA_LOSS, ""), Frame.Progress.PROCESSED);
    var seen = new ArrayList<Frame>();
    var attempts = new ScriptedAttempts();
    var invoker =
        new AttemptInvoker() {
          @Override
          public ScriptedAttempts.Attempt invoke(CallHead head) {
            return attempts.invoke(head);
          }

          @Override
          public Frame.Trailers ending(Frame.Trailers trailers) {
            return told;
          }
        };
    var retries = new Retries(RetryOptions.DEFAULT, new FakeTimers(), () -> 0, null);

    retries.start(invoker, Taker.head(null), null, null).handler(seen::add);
    attempts.get(0).fail(Code.NOT_FOUND);

    assertEquals(List.of(told), seen);
  }

  @Test
  void eachAttemptHasAListenerOfItsOwn() {
    var attempts = new ScriptedAttempts();
    var heads = new ArrayList<CallHead>();
    var timers = new FakeTimers();
    var retries =
        new Retries(
            RetryOptions.DEFAULT,
            timers,
            () -> 0,
            head -> {
              heads.add(head);
              return new AttemptListener() {};
            });

    retries.start(attempts, Taker.head(null), policy(3), null).handler(frame -> {});
    attempts.get(0).lose(Frame.Progress.REFUSED);
    attempts.get(1).fail(Code.UNAVAILABLE);
    timers.advance(Duration.ofMillis(100));

    var listeners =
        attempts.all.stream().map(a -> a.head.attributes().get(AttemptListener.KEY)).toList();
    assertEquals(3, Set.copyOf(listeners).size());
    assertNull(heads.get(0).attributes().get(AttemptOrder.KEY));
    assertEquals(new AttemptOrder(0, true), heads.get(1).attributes().get(AttemptOrder.KEY));
    assertEquals(new AttemptOrder(1, false), heads.get(2).attributes().get(AttemptOrder.KEY));
  }

  @Test
  void allAttemptsShareWhatWasTried() {
    var taker = Taker.of(policy(3)).ask();
    taker.attempt(0).head.attributes().get(TriedEndpoints.KEY).add("a");

    failAll(taker, 1);

    var tried = taker.attempt(1).head.attributes().get(TriedEndpoints.KEY);
    assertTrue(tried.contains("a"));
    assertFalse(tried.contains("b"));
  }

  /** 100, 200, then 300 ms. */
  private static RetryPolicy policy(int maxAttempts) {
    return new RetryPolicy(
        maxAttempts,
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        2,
        Set.of(Code.UNAVAILABLE, Code.ABORTED));
  }

  private static void failAll(Taker taker, int times) {
    for (int i = 0; i < times; i++) {
      taker.attempts.last().fail(Code.UNAVAILABLE);
      taker.pass(300);
    }
  }
}
