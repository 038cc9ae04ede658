package dev.toolkit.grpc.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.config.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of a call, back-pressure between its attempts, and its early end. */
class RetryingFlowTest {

  @Test
  void aCallThatHasWrittenTooMuchStaysWithItsAttempt() {
    var taker = Taker.of(new RetryOptions(true, 5, 10, 1000), Taker.retryPolicy(3));

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
    var taker = Taker.of(new RetryOptions(true, 5, 1000, 10), Taker.retryPolicy(3));
    var others = new ScriptedAttempts();
    taker
        .retries
        .start(others, Taker.head(null), Taker.retryPolicy(3), null)
        .write(Taker.message(6));

    taker.write(Taker.message(5));
    taker.attempt(0).fail(Code.UNAVAILABLE);

    assertEquals(Code.UNAVAILABLE, taker.end().status().code());
    assertEquals(6, taker.retries.buffer().used());
  }

  @Test
  void whatIsWrittenBetweenTwoAttemptsIsSentWithTheNext() {
    var taker = Taker.of(Taker.retryPolicy(3));
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
    var taker = Taker.of(Taker.retryPolicy(3));

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
    var taker = Taker.of(Taker.retryPolicy(3));

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
    var taker = Taker.of(Taker.retryPolicy(3));
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
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.failAll(1);
    taker.call.fetch(5);

    assertEquals(10, taker.attempt(0).fetched);
    assertEquals(15, taker.attempt(1).fetched);
  }

  @Test
  void aCancelReachesTheAttempt() {
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

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
    var taker = Taker.of(Taker.retryPolicy(3)).ask();

    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.cancel();

    taker.assertEnded(Code.CANCELLED);
    assertEquals(
        "enough while waiting to try again after 1 attempt, which failed: UNAVAILABLE: it failed",
        taker.end().status().message());
  }

  @Test
  void whatIsWrittenAfterACancelIsLost() {
    var taker = Taker.of(Taker.retryPolicy(3));

    taker.cancel();
    taker.ask();

    assertEquals(1, taker.attempt(0).written.size());
  }

  @Test
  void noAttemptBeginsAfterTheDeadline() {
    var taker = Taker.of(Taker.retryPolicy(3), Duration.ofMillis(50)).ask();

    taker.timers.skip(Duration.ofMillis(50));
    taker.attempt(0).fail(Code.UNAVAILABLE);

    taker.assertEnded(Code.UNAVAILABLE);
  }

  @Test
  void theDeadlineHoldsForAllAttempts() {
    var taker = Taker.of(Taker.retryPolicy(3), Duration.ofSeconds(1)).ask();

    taker.attempt(0).fail(Code.UNAVAILABLE);
    taker.pass(100);

    assertSame(taker.attempt(0).head.deadline(), taker.attempt(1).head.deadline());
  }

  @Test
  void aMessageThatCannotBeEncodedEndsTheCall() {
    var taker = Taker.of(Taker.retryPolicy(3));

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
}
