package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeepaliveTimeTest {

  private static final Failures.Goodbye TOO_MANY_PINGS =
      new Failures.Goodbye(1, 0xb, "too_many_pings");

  private final KeepaliveOptions options = new KeepaliveOptions();

  @Test
  void keepaliveIsOffByDefault() {
    var time = new KeepaliveTime(options);

    time.serverLeft(TOO_MANY_PINGS, "server", time.current());

    assertNull(time.current());
  }

  @Test
  void shortTimeIsTakenAsTenSeconds() {
    options.setTime(Duration.ofMillis(500));

    assertEquals(Duration.ofSeconds(10), new KeepaliveTime(options).current());
  }

  @Test
  void shortTimeIsTakenAsItIsWhenItIsAllowed() {
    options.setTime(Duration.ofMillis(100)).setShortTimeAllowed(true);

    assertEquals(Duration.ofMillis(100), new KeepaliveTime(options).current());
  }

  @Test
  void longTimeIsTakenAsItIs() {
    options.setTime(Duration.ofMinutes(7));

    assertEquals(Duration.ofMinutes(7), new KeepaliveTime(options).current());
  }

  @Test
  void timeIsDoubledOnceForConnectionsThatWereOpenTogether() {
    var time = new KeepaliveTime(options.setTime(Duration.ofSeconds(10)));
    Duration ofBoth = time.current();

    time.serverLeft(TOO_MANY_PINGS, "server", ofBoth);
    time.serverLeft(TOO_MANY_PINGS, "server", ofBoth);

    assertEquals(Duration.ofSeconds(20), time.current());
    time.serverLeft(TOO_MANY_PINGS, "server", time.current());
    assertEquals(Duration.ofSeconds(40), time.current());
  }

  @Test
  void serverThatLeavesForAnotherReasonChangesNothing() {
    var time = new KeepaliveTime(options.setTime(Duration.ofSeconds(10)));

    time.serverLeft(new Failures.Goodbye(1, 0xb, "overload"), "server", time.current());
    time.serverLeft(new Failures.Goodbye(1, 0, "too_many_pings"), "server", time.current());

    assertEquals(Duration.ofSeconds(10), time.current());
  }
}
