package dev.toolkit.grpc.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
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
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

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
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.attempt(0).fail(code);

    taker.assertEnded(code);
    assertEquals("it failed", taker.end().status().message());
  }

  @ParameterizedTest
  @CsvSource({"0.0, 80, 160, 240", "0.5, 100, 200, 300", "0.999999, 119, 239, 359"})
  void theBackoffGrowsToItsLimitWithJitter(double random, long first, long second, long third) {
    var taker = Taker.of(Taker.retryPolicy(4), random).ask();

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
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.failAll(3);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(3);
    assertEquals(
        "it failed (not tried again: 3 attempts have failed)", taker.end().status().message());
  }

  @Test
  void theClientsLimitOfAttemptsCountsWhereThePolicySaysMore() {
    var taker = Taker.of(Taker.retryPolicy(100)).ask();

    taker.failAll(5);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(5);
  }

  @Test
  void theClientsLimitOfAttemptsCanBeHigher() {
    var options = new RetryOptions(true, 7, 1000, 1000);
    var taker = Taker.of(options, Taker.retryPolicy(100)).ask();

    taker.failAll(7);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(7);
  }

  @Test
  void retriesCanBeSwitchedOff() {
    var options = new RetryOptions(false, 5, 1000, 1000);
    var taker = Taker.of(options, Taker.retryPolicy(3)).ask();

    taker.attempt(0).lose(Frame.Progress.REFUSED);
    taker.attempt(1).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void aBegunResponseCommitsTheCall() {
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.attempt(0).arrive(new Frame.Headers(Metadata.EMPTY));
    assertTrue(taker.call.isAnswered());
    assertEquals(0, taker.retries.buffer().used());
    taker.attempt(0).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(1);
  }

  @Test
  void eachRetrySaysHowManyAttemptsThereWere() {
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.failAll(2);

    assertNull(taker.attempt(0).metadata(PREVIOUS));
    assertEquals("1", taker.attempt(1).metadata(PREVIOUS));
    assertEquals(List.of("2"), taker.attempt(2).head.metadata().getAll(PREVIOUS));
    assertEquals("v", taker.attempt(2).metadata("k"));
    assertEquals(3, taker.call.attempts());
  }

  @Test
  void theResponseSaysHowManyAttemptsThereWere() {
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.failAll(2);
    taker.attempt(2).succeed();

    var headers = (Frame.Headers) taker.seen.get(0);
    assertEquals("2", headers.metadata().get(PREVIOUS));
    assertNull(taker.end().metadata().get(PREVIOUS));
  }

  @Test
  void aResponseThatIsNothingButItsEndSaysItToo() {
    var taker = Taker.of(Taker.retryPolicy(2)).ask();

    taker.failAll(2);

    assertEquals("1", taker.end().metadata().get(PREVIOUS));
  }

  @Test
  void aLostConnectionIsRetriedByItsCode() {
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.attempt(0).lose(Frame.Progress.PROCESSED);
    taker.pass(100);

    taker.assertAttempts(2);
  }

  @Test
  void aMissingConnectionIsRetriedByItsCode() {
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.attempt(0).refuse(Code.UNAVAILABLE, Frame.Progress.NOT_SENT);
    taker.assertAttempts(1);
    taker.pass(100);

    taker.assertAttempts(2);
  }

  @Test
  void aDroppedCallIsNotRetried() {
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.attempt(0).refuse(Code.UNAVAILABLE, Frame.Progress.DROPPED);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void aFailureOfThisSideIsNotRetried() {
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.attempt(0).refuse(Code.UNAVAILABLE, Frame.Progress.PROCESSED);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void theServerSaysWhenToTryAgain() {
    var taker = Taker.of(Taker.retryPolicy(4)).ask();

    taker.attempt(0).push(Code.UNAVAILABLE, "1234");
    taker.pass(1233);
    taker.assertAttempts(1);
    taker.pass(1);

    taker.assertAttempts(2);
  }

  @Test
  void theBackoffBeginsAnewAfterTheServerSaidWhen() {
    var taker = Taker.of(Taker.retryPolicy(5)).ask();

    taker.failAll(2);
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
    var taker = Taker.of(Taker.retryPolicy(2)).ask();

    taker.attempt(0).push(Code.UNAVAILABLE, "10");
    taker.pass(10);
    taker.attempt(1).push(Code.UNAVAILABLE, "10");

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void theServersWordMakesNoCodeRetryable() {
    var taker = Taker.of(Taker.retryPolicy(2)).ask();

    taker.attempt(0).push(Code.INTERNAL, "10");

    taker.assertEnded(Code.INTERNAL);
  }

  @ParameterizedTest
  @CsvSource({"-1", "soon"})
  void theServerCanRefuseRetries(String value) {
    var taker = Taker.throttled(Taker.retryPolicy(3), 10, 1).ask();

    taker.attempt(0).push(Code.UNAVAILABLE, value);

    taker.assertEnded(Code.UNAVAILABLE);
    assertEquals("9.0 of 10.0 tokens", taker.throttle.toString());
    assertEquals(
        "it failed (not tried again: the server asks for no retry)",
        taker.end().status().message());
  }

  @Test
  void aRefusalCostsATokenWhateverTheCode() {
    var taker = Taker.throttled(Taker.retryPolicy(3), 10, 1).ask();

    taker.attempt(0).push(Code.INVALID_ARGUMENT, "-1");

    assertEquals("9.0 of 10.0 tokens", taker.throttle.toString());
  }

  @Test
  void tokensRunOutByFailures() {
    var taker = Taker.throttled(Taker.retryPolicy(5), 4, 1).ask();

    taker.failAll(1);
    taker.attempt(1).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(2);
    assertEquals(
        "it failed (not tried again: retries are throttled, 2.0 of 4.0 tokens are left)",
        taker.end().status().message());
  }

  @Test
  void otherFailuresCostNoToken() {
    var taker = Taker.throttled(Taker.retryPolicy(5), 4, 1).ask();

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
    var taker = Taker.throttled(Taker.retryPolicy(5), 4, 1).ask();

    taker.attempt(0).arrive(new Frame.Headers(Metadata.EMPTY));
    taker.attempt(0).fail(Code.UNAVAILABLE);

    assertEquals("4.0 of 4.0 tokens", taker.throttle.toString());
  }

  @Test
  void aCallWithoutAPolicyIsPassedAsItIs() {
    var attempts = new ScriptedAttempts();
    var head = Taker.head(null);
    var retries = new Retries(RetryOptions.DEFAULT, new FakeTimers(), () -> 0, null);

    retries.start(attempts, head, null, null);

    assertSame(head, attempts.get(0).head);
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

    retries.start(attempts, Taker.head(null), Taker.retryPolicy(3), null).handler(frame -> {});
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
    var taker = Taker.of(Taker.retryPolicy(3)).ask();
    taker.attempt(0).head.attributes().get(TriedEndpoints.KEY).add("a");

    taker.failAll(1);

    var tried = taker.attempt(1).head.attributes().get(TriedEndpoints.KEY);
    assertTrue(tried.contains("a"));
    assertFalse(tried.contains("b"));
  }
}
