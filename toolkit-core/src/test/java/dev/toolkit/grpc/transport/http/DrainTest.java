package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {

  private static final List<String> ANNOUNCED = List.of("all max_age", "ping");
  private static final List<String> LEAVING = List.of("all max_age", "ping", "last max_age");

  private final FakeDrainLine line = new FakeDrainLine();
  private final Drain drain = new Drain(line, line.timers);

  @Test
  void lastStreamIsSaidWhenThePingIsAnswered() {
    line.calls = 1;
    drain.start("max_age", null);
    assertEquals(ANNOUNCED, line.log);

    line.answer.complete();

    assertEquals(LEAVING, line.log);
  }

  @Test
  void lastStreamIsSaidToAClientThatDoesNotAnswer() {
    line.calls = 1;
    drain.start("max_age", null);

    line.timers.advance(Duration.ofMinutes(1));
    line.answer.complete();

    assertEquals(LEAVING, line.log);
  }

  @Test
  void callThatBeganBetweenTheTwoIsServed() {
    drain.start("max_age", null);
    line.calls = 1;
    drain.streamClosed();
    line.answer.complete();
    line.timers.advance(Duration.ofHours(1));

    assertEquals(LEAVING, line.log);
  }

  @Test
  void connectionIsClosedASecondAfterTheLastCall() {
    line.calls = 2;
    drain.start("max_age", null);
    line.answer.complete();
    line.calls = 1;
    drain.streamClosed();
    line.timers.advance(Duration.ofSeconds(10));
    assertEquals(LEAVING, line.log);

    line.calls = 0;
    drain.streamClosed();
    line.timers.advance(Duration.ofMillis(999));
    assertEquals(LEAVING, line.log);
    line.timers.advance(Duration.ofMillis(1));

    assertEquals("closed at 11000", line.log.get(3));
    assertEquals(0, line.timers.pending());
  }

  @Test
  void connectionIsClosedWhenTheGraceIsOver() {
    line.calls = 1;
    drain.start("max_age", Duration.ofSeconds(30));
    line.answer.complete();

    line.timers.advance(Duration.ofSeconds(30));

    assertEquals("closed at 30000", line.log.get(3));
    assertEquals(0, line.timers.pending());
  }

  @Test
  void graceMayBeShorterThanTheWaitForTheAnswer() {
    line.calls = 1;
    drain.start("max_age", Duration.ofSeconds(1));

    line.timers.advance(Duration.ofSeconds(10));

    assertEquals(List.of("all max_age", "ping", "closed at 1000"), line.log);
  }

  @Test
  void secondDrainOnlyShortensTheGrace() {
    line.calls = 1;
    drain.start("max_age", null);
    drain.start("graceful_stop", Duration.ofSeconds(3));
    drain.start("graceful_stop", Duration.ofSeconds(60));

    line.timers.advance(Duration.ofSeconds(60));

    assertEquals(List.of("all max_age", "ping", "closed at 3000"), line.log);
  }

  @Test
  void nothingIsLeftOfAClosedConnection() {
    drain.start("max_age", Duration.ofSeconds(30));
    line.answer.complete();

    drain.closed();
    drain.start("graceful_stop", Duration.ofSeconds(30));

    assertEquals(LEAVING, line.log);
    assertEquals(0, line.timers.pending());
  }
}
