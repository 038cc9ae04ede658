package dev.toolkit.grpc.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.config.HedgingPolicy;
import dev.toolkit.grpc.config.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Attempts that the peer can't have seen are sent again, with a policy and without. */
class TransparentRetryTest {

  private static final RetryPolicy RETRY =
      new RetryPolicy(
          2, Duration.ofMillis(100), Duration.ofMillis(100), 1, Set.of(Code.UNAVAILABLE));

  @Test
  void anAttemptThatWasNotSentIsSentAgainAtOnce() {
    var taker = Taker.of(null).ask();

    taker.attempt(0).lose(Frame.Progress.NOT_SENT);
    taker.attempt(1).succeed();

    taker.assertEnded(Code.OK);
    assertEquals(taker.attempt(0).written, taker.attempt(1).written);
  }

  @Test
  void anAttemptThatIsNeverSentIsNotTriedForEver() {
    var taker = Taker.of(null).ask();

    for (int i = 0; i <= Repeats.MAX; i++) {
      taker.attempt(i).lose(Frame.Progress.NOT_SENT);
    }

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(Repeats.MAX + 1);
  }

  @Test
  void aRefusedAttemptIsSentAgainOnce() {
    var taker = Taker.of(null).ask();

    taker.attempt(0).lose(Frame.Progress.REFUSED);
    taker.attempt(1).lose(Frame.Progress.REFUSED);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(2);
  }

  @Test
  void anAttemptThatMayHaveBeenProcessedIsNotSentAgain() {
    var taker = Taker.of(null).ask();

    taker.attempt(0).lose(Frame.Progress.PROCESSED);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(1);
  }

  @Test
  void whatThisSideRefusedIsNotSentAgain() {
    var taker = Taker.of(null).ask();

    taker.attempt(0).refuse(Code.UNAVAILABLE, Frame.Progress.NOT_SENT);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void whatThePeerAnsweredIsNotSentAgain() {
    var taker = Taker.of(null).ask();

    taker.attempt(0).arrive(new Frame.Headers(Metadata.EMPTY));
    taker.attempt(0).lose(Frame.Progress.REFUSED);

    taker.assertEnded(Code.UNAVAILABLE);
    taker.assertAttempts(1);
  }

  @Test
  void aCancelledCallIsNotSentAgain() {
    var taker = Taker.of(null).ask();

    taker.cancel();

    taker.assertEnded(Code.CANCELLED);
    taker.assertAttempts(1);
  }

  @Test
  void aCallIsNotSentAgainAfterItsDeadline() {
    var taker = Taker.of(null, Duration.ofMillis(10)).ask();

    taker.timers.skip(Duration.ofMillis(10));
    taker.attempt(0).lose(Frame.Progress.NOT_SENT);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void aCallThatWroteTooMuchIsNotSentAgain() {
    var taker = Taker.of(new RetryOptions(true, 5, 2, 1000), null).ask();

    taker.attempt(0).lose(Frame.Progress.NOT_SENT);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void itCostsNeitherAnAttemptNorAToken() {
    var taker = Taker.throttled(RETRY, 10, 1).ask();

    taker.attempt(0).lose(Frame.Progress.NOT_SENT);
    taker.attempt(1).lose(Frame.Progress.REFUSED);
    assertEquals("10.0 of 10.0 tokens", taker.throttle.toString());
    taker.attempt(2).fail(Code.UNAVAILABLE);
    taker.pass(100);
    taker.attempt(3).succeed();

    taker.assertEnded(Code.OK);
    assertNull(taker.attempt(2).metadata("grpc-previous-rpc-attempts"));
    assertEquals("1", taker.attempt(3).metadata("grpc-previous-rpc-attempts"));
  }

  @Test
  void theSecondRefusalIsAMatterOfThePolicy() {
    var taker = Taker.throttled(RETRY, 10, 1).ask();

    taker.attempt(0).lose(Frame.Progress.REFUSED);
    taker.attempt(1).lose(Frame.Progress.REFUSED);
    taker.assertAttempts(2);
    taker.pass(100);

    taker.assertAttempts(3);
    assertEquals("9.0 of 10.0 tokens", taker.throttle.toString());
  }

  @Test
  void theServerIsToldOfARefusal() {
    var taker = Taker.of(null).ask();

    taker.attempt(0).lose(Frame.Progress.NOT_SENT);
    taker.attempt(1).lose(Frame.Progress.REFUSED);

    var key = "grpc-transparent-retry-attempts";
    assertEquals(List.of(), taker.attempt(1).head.metadata().getAll(key));
    assertEquals(List.of("1"), taker.attempt(2).head.metadata().getAll(key));
  }

  @Test
  void eachHedgeIsSentAgainByItself() {
    var taker = Taker.throttled(new HedgingPolicy(2, Duration.ofMillis(10), Set.of()), 10, 1).ask();
    taker.pass(10);

    taker.attempt(0).lose(Frame.Progress.REFUSED);
    taker.attempt(1).lose(Frame.Progress.REFUSED);
    taker.assertAttempts(4);
    taker.attempt(2).lose(Frame.Progress.NOT_SENT);
    taker.assertAttempts(5);
    taker.attempt(3).succeed();

    taker.assertEnded(Code.OK);
    assertNull(taker.attempt(2).metadata("grpc-previous-rpc-attempts"));
    assertEquals("1", taker.attempt(3).metadata("grpc-previous-rpc-attempts"));
    assertEquals(
        new AttemptOrder(1, true), taker.attempt(3).head.attributes().get(AttemptOrder.KEY));
    assertEquals("10.0 of 10.0 tokens", taker.throttle.toString());
  }
}
