package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepaliveTest {

  private static final Duration TIME = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final FakeLine line = new FakeLine();

  @Test
  void quietPeerIsAskedAndTheConnectionClosedWhenItStaysSilent() {
    line.calls = 1;
    watch(false);

    advance(100);

    assertEquals(List.of(10_000L, "30000: keepalive timeout after 20 s"), line.log);
    assertEquals(0, line.timers.pending());
  }

  @Test
  void timeCountsFromTheLastRead() {
    line.calls = 1;
    watch(false);

    advance(7);
    line.read();
    advance(9);
    assertEquals(List.of(), line.log);
    advance(1);

    assertEquals(List.of(17_000L), line.log);
  }

  @Test
  void whateverIsReceivedAnswers() {
    line.calls = 1;
    watch(false);

    advance(10);
    advance(15);
    line.read();
    advance(10);

    assertEquals(List.of(10_000L, 35_000L), line.log);
  }

  @Test
  void peerThatAnswersIsAskedAtEachTime() {
    line.calls = 1;
    watch(false);

    for (int i = 0; i < 5; i++) {
      advance(10);
      line.read();
    }

    assertEquals(List.of(10_000L, 20_000L, 30_000L, 40_000L, 50_000L), line.log);
  }

  @Test
  void timeoutMayBeShorterThanTheTime() {
    line.calls = 1;
    new Keepalive(line, line.timers, TIME, Duration.ofMillis(1500), false);

    advance(100);

    assertEquals(List.of(10_000L, "11500: keepalive timeout after 1500 ms"), line.log);
  }

  @Test
  void nobodyIsAskedWithoutCalls() {
    watch(false);

    advance(1000);

    assertEquals(List.of(), line.log);
    assertEquals(0, line.timers.pending());
  }

  @Test
  void firstCallAfterAQuietTimeAsksAtOnce() {
    Keepalive keepalive = watch(false);
    advance(60);

    line.calls = 1;
    keepalive.began();
    advance(100);

    assertEquals(List.of(60_000L, "80000: keepalive timeout after 20 s"), line.log);
  }

  @Test
  void callWhileAwakeAsksNobody() {
    Keepalive keepalive = watch(false);

    line.calls = 1;
    keepalive.began();

    assertEquals(List.of(), line.log);
  }

  @Test
  void questionIsForgottenWhenTheLastCallEnds() {
    line.calls = 1;
    Keepalive keepalive = watch(false);
    advance(10);

    line.calls = 0;
    advance(1000);
    line.calls = 1;
    keepalive.began();

    assertEquals(List.of(10_000L, 1_010_000L), line.log);
  }

  @Test
  void whatWasReceivedWhileDormantIsNoAnswer() {
    Keepalive keepalive = watch(false);
    advance(20);
    line.read();
    advance(20);

    line.calls = 1;
    keepalive.began();
    advance(100);

    assertEquals(List.of(40_000L, "60000: keepalive timeout after 20 s"), line.log);
  }

  @Test
  void peerIsAskedWithoutCallsWhenThatIsPermitted() {
    watch(true);

    advance(100);

    assertEquals(List.of(10_000L, "30000: keepalive timeout after 20 s"), line.log);
  }

  @Test
  void nothingIsLeftOfAClosedConnection() {
    watch(true).stop();

    advance(100);

    assertEquals(List.of(), line.log);
    assertEquals(0, line.timers.pending());
  }

  private Keepalive watch(boolean withoutCalls) {
    return new Keepalive(line, line.timers, TIME, TIMEOUT, withoutCalls);
  }

  private void advance(int seconds) {
    line.timers.advance(Duration.ofSeconds(seconds));
  }
}
