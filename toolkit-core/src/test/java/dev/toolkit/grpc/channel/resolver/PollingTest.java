package dev.toolkit.grpc.channel.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.channel.ResolverContext;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PollingTest {

  /** Never used: the look-ups are scripted. */
  private static final Vertx VERTX = Vertx.vertx();

  private static final Duration MIN = Duration.ofSeconds(30);
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Pace DNS = new DnsOptions().pace();

  private final FakeTimers timers = new FakeTimers();
  private final ScriptedLookup lookup = new ScriptedLookup();
  private final Listened listener = new Listened();
  private double random = 0.5;

  @AfterAll
  static void close() {
    VERTX.close();
  }

  private Polling polling(Pace pace) {
    RandomGenerator generator = () -> (long) (random * 0x1p53) << 11;
    return new Polling(
        lookup, pace, new ResolverContext(VERTX, timers, timers::nanoTime, generator));
  }

  private Polling started(Pace pace) {
    Polling polling = polling(pace);
    polling.start(listener);
    return polling;
  }

  @Test
  void nothingIsLookedUpBeforeTheStart() {
    polling(DNS);

    assertEquals(0, lookup.asked.size());
    assertEquals(0, timers.pending());
  }

  @Test
  void theFirstLookUpIsAtOnce() {
    started(DNS);
    lookup.answer(1, 2);

    assertEquals(List.of("resolved [10.0.0.1:1, 10.0.0.1:2]"), listener.lines);
  }

  @Test
  void nobodyAsksAndNothingIsLookedUpAgain() {
    started(DNS);
    lookup.answer(1);

    timers.advance(Duration.ofDays(1));

    assertEquals(1, lookup.asked.size());
    assertEquals(0, timers.pending());
  }

  @Test
  void aWishWithinTheLeastIntervalIsRememberedUntilItIsOver() {
    Polling polling = started(DNS);
    lookup.answer(1);
    timers.advance(Duration.ofSeconds(1));
    polling.resolveNow();
    polling.resolveNow();

    timers.advance(MIN.minusSeconds(1).minus(MILLI));
    assertEquals(1, lookup.asked.size());
    timers.advance(MILLI);
    assertEquals(2, lookup.asked.size());
    lookup.answer(1);
    timers.advance(Duration.ofDays(1));
    assertEquals(2, lookup.asked.size());
  }

  @Test
  void aWishAfterTheLeastIntervalIsFulfilledAtOnce() {
    Polling polling = started(DNS);
    lookup.answer(1);
    timers.advance(MIN);

    polling.resolveNow();

    assertEquals(2, lookup.asked.size());
  }

  @Test
  void aWishDuringALookUpIsOneForTheNext() {
    Polling polling = started(DNS);
    polling.resolveNow();
    assertEquals(1, lookup.asked.size());
    lookup.answer(1);

    timers.advance(MIN);

    assertEquals(2, lookup.asked.size());
  }

  @Test
  void failuresAreToldAndFollowedByLookUpsWithBackoff() {
    started(DNS);
    double seconds = 1;
    for (int failures = 1; failures <= 14; failures++) {
      lookup.fail("servfail");
      assertEquals(failures, listener.lines.size());
      timers.advance(Duration.ofMillis((long) (seconds * 1000) - 1));
      assertEquals(failures, lookup.asked.size());
      timers.advance(Duration.ofMillis(2));
      assertEquals(failures + 1, lookup.asked.size());
      seconds = Math.min(120, seconds * 1.6);
    }

    assertEquals("failed UNAVAILABLE: servfail", listener.lines.get(0));
    assertEquals(120, seconds);
  }

  @Test
  void theBackoffIsUpToAFifthLongerOrShorterByChance() {
    random = 0;
    started(DNS);
    lookup.fail("servfail");

    timers.advance(Duration.ofMillis(799));
    assertEquals(1, lookup.asked.size());
    timers.advance(MILLI);
    assertEquals(2, lookup.asked.size());
  }

  @Test
  void aWishDoesNotShortenTheBackoffAndIsFulfilledByItsEnd() {
    Polling polling = started(DNS);
    lookup.fail("servfail");

    polling.resolveNow();
    assertEquals(1, lookup.asked.size());
    timers.advance(Duration.ofSeconds(1));
    lookup.answer(1);
    timers.advance(Duration.ofDays(1));

    assertEquals(2, lookup.asked.size());
  }

  @Test
  void theBackoffBeginsAnewAfterASuccess() {
    Polling polling = started(DNS);
    lookup.fail("servfail");
    timers.advance(Duration.ofSeconds(1));
    lookup.fail("servfail");
    timers.advance(Duration.ofMillis(1600));
    lookup.answer(1);
    timers.advance(MIN);
    polling.resolveNow();
    lookup.fail("servfail");

    timers.advance(Duration.ofSeconds(1));

    assertEquals(5, lookup.asked.size());
  }

  @Test
  void whatIsOfNoUseIsLookedUpAgainWithBackoff() {
    listener.answer = Status.of(Code.UNAVAILABLE, "produced zero addresses");
    started(DNS);
    lookup.answer(1);

    timers.advance(Duration.ofSeconds(1));
    assertEquals(2, lookup.asked.size());
    lookup.answer(1);
    timers.advance(Duration.ofSeconds(1));
    assertEquals(2, lookup.asked.size());
    timers.advance(Duration.ofMillis(600));
    assertEquals(3, lookup.asked.size());
  }

  @Test
  void aLookUpWithoutAnAnswerFailsAtItsTimeoutAndItsAnswerIsDroppedLater() {
    started(DNS);

    timers.advance(Duration.ofSeconds(30));
    lookup.answer(1);

    assertEquals(
        List.of("failed UNAVAILABLE: dns name orders: no answer within 30000 ms"), listener.lines);
    timers.advance(Duration.ofSeconds(1));
    assertEquals(2, lookup.asked.size());
  }

  @Test
  void anAnswerOfALookUpThatTimedOutDoesNotEndTheNext() {
    started(DNS);
    timers.advance(Duration.ofSeconds(31));

    lookup.asked.get(0).fail("late");
    lookup.answer(7);

    assertEquals(2, listener.lines.size());
    assertEquals("resolved [10.0.0.1:7]", listener.lines.get(1));
  }

  @Test
  void aLookUpThatThrowsIsAFailure() {
    lookup.throwing = true;
    started(DNS);

    assertEquals(List.of("failed UNAVAILABLE: broken look-up"), listener.lines);
    assertEquals(1, timers.pending());
  }

  @Test
  void aStatusIsToldAsItIs() {
    started(DNS);
    lookup.last().fail(Status.of(Code.PERMISSION_DENIED, "no").asException());

    assertEquals(List.of("failed PERMISSION_DENIED: no"), listener.lines);
  }

  @Test
  void withARefreshIntervalItIsLookedUpAgainWithoutAWish() {
    started(new DnsOptions().setRefreshInterval(Duration.ofMinutes(1)).pace());
    lookup.answer(1);

    timers.advance(Duration.ofMinutes(1).minus(MILLI));
    assertEquals(1, lookup.asked.size());
    timers.advance(MILLI);
    assertEquals(2, lookup.asked.size());
  }

  @Test
  void theRefreshIsATenthSoonerOrLaterByChance() {
    random = 0;
    started(new DnsOptions().setRefreshInterval(Duration.ofMinutes(1)).pace());
    lookup.answer(1);

    timers.advance(Duration.ofSeconds(54).minus(MILLI));
    assertEquals(1, lookup.asked.size());
    timers.advance(MILLI);
    assertEquals(2, lookup.asked.size());
  }

  @Test
  void aRefreshWaitsForTheLeastInterval() {
    started(new DnsOptions().setRefreshInterval(Duration.ofSeconds(5)).pace());
    lookup.answer(1);

    timers.advance(MIN.minus(MILLI));
    assertEquals(1, lookup.asked.size());
    timers.advance(MILLI);
    assertEquals(2, lookup.asked.size());
  }

  @Test
  void aWishBeforeTheRefreshTakesItsPlace() {
    Polling polling = started(new DnsOptions().setRefreshInterval(Duration.ofMinutes(1)).pace());
    lookup.answer(1);
    timers.advance(Duration.ofSeconds(40));

    polling.resolveNow();
    assertEquals(2, lookup.asked.size());
    lookup.answer(1);
    timers.advance(Duration.ofSeconds(59));

    assertEquals(2, lookup.asked.size());
    assertEquals(1, timers.pending());
  }

  @Test
  void theLeastIntervalAndTheTimeoutAreOptions() {
    Polling polling =
        started(
            new DnsOptions()
                .setMinInterval(Duration.ofSeconds(2))
                .setTimeout(Duration.ofSeconds(3))
                .pace());
    timers.advance(Duration.ofSeconds(3));
    assertTrue(listener.lines.get(0).endsWith("no answer within 3000 ms"));
    timers.advance(Duration.ofSeconds(1));
    lookup.answer(1);
    polling.resolveNow();
    timers.advance(Duration.ofSeconds(2));

    assertEquals(3, lookup.asked.size());
  }

  @Test
  void aClosedOneLeavesNothingAndSaysNothing() {
    Polling polling = started(DNS);
    polling.close();
    lookup.answer(1);
    polling.resolveNow();

    assertEquals(List.of(), listener.lines);
    assertEquals(1, lookup.closed);
    assertEquals(1, lookup.asked.size());
    assertEquals(0, timers.pending());
  }

  @Test
  void aListenerMayCloseItWhenItHears() {
    Polling polling = polling(DNS);
    listener.then = polling::close;
    polling.start(listener);
    lookup.answer(1);
    assertEquals(0, timers.pending());

    var other = polling(DNS);
    listener.then = other::close;
    other.start(listener);
    lookup.fail("servfail");
    assertEquals(0, timers.pending());
    assertEquals(2, lookup.closed);
  }

  @Test
  void aListenerMayWishWhenItHears() {
    Polling polling = polling(DNS);
    listener.then = polling::resolveNow;
    polling.start(listener);
    lookup.answer(1);

    assertEquals(1, lookup.asked.size());
    timers.advance(MIN);
    assertEquals(2, lookup.asked.size());
  }
}
