package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuspicionTest {

  private final FakeLine line = new FakeLine();
  private final Suspicion suspicion = new Suspicion(line, line.timers, Duration.ofSeconds(1));

  @Test
  void silentPeerIsAskedAndTheConnectionClosed() {
    call(300);
    advance(5000);

    assertEquals(List.of(300L, "1300: no answer to a PING within 1 s"), line.log);
    assertEquals(0, line.timers.pending());
  }

  @Test
  void nobodyIsAskedWhenSomethingWasReceivedSinceTheCallBegan() {
    long before = line.lastRead();
    advance(100);
    line.read();
    advance(200);
    suspicion.expired(before);

    assertEquals(List.of(), line.log);
  }

  @Test
  void whateverIsReceivedAnswers() {
    call(300);
    advance(900);
    line.read();
    advance(5000);

    assertEquals(List.of(300L), line.log);
  }

  @Test
  void callsThatEndTogetherAskOnce() {
    long before = line.lastRead();
    advance(300);
    suspicion.expired(before);
    suspicion.expired(before);
    advance(100);
    suspicion.expired(before);

    assertEquals(List.of(300L), line.log);
  }

  @Test
  void peerThatAnsweredIsNotAskedAgainBeforeItSendsHeadersOrData() {
    call(300);
    line.answer();
    advance(2000);
    call(300);
    assertEquals(List.of(300L), line.log);

    suspicion.heard();
    call(300);

    assertEquals(List.of(300L, 2900L), line.log);
  }

  @Test
  void peerMayBeAskedAgainAsSoonAsItAnswered() {
    call(300);
    line.answer();
    suspicion.heard();
    call(300);
    advance(5000);

    assertEquals(List.of(300L, 600L, "1600: no answer to a PING within 1 s"), line.log);
  }

  @Test
  void dataThatMayHaveBeenSentBeforeThePingCameAllowsNoOther() {
    call(300);
    advance(900);
    line.read();
    suspicion.heard();
    call(300);
    advance(5000);
    call(300);

    assertEquals(List.of(300L), line.log);
  }

  @Test
  void nothingIsLeftOfAClosedConnection() {
    call(300);
    suspicion.stop();
    advance(5000);
    call(300);

    assertEquals(List.of(300L), line.log);
    assertEquals(0, line.timers.pending());
  }

  /** A call that receives nothing until its deadline passes. */
  private void call(int millis) {
    long before = line.lastRead();
    advance(millis);
    suspicion.expired(before);
  }

  private void advance(int millis) {
    line.timers.advance(Duration.ofMillis(millis));
  }
}
