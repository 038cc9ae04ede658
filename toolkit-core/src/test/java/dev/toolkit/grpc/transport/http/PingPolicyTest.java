package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PingPolicyTest {

  private PingPolicy policy = policy(false);
  private long now = Long.MAX_VALUE - 1000; // a clock may overflow

  @Test
  void thirdStrikeIsTooMany() {
    assertFalse(ping(0, 1));
    assertFalse(ping(1, 1));
    assertFalse(ping(1, 1));
    assertTrue(ping(1, 1));
  }

  @Test
  void pingsAtTheIntervalAreNeverTooMany() {
    for (int i = 0; i < 100; i++) {
      assertFalse(ping(300, 1));
    }
  }

  @Test
  void strikesAreNotForgottenWithTime() {
    ping(0, 1);
    ping(1, 1);
    ping(1, 1);
    assertFalse(ping(400, 1));

    assertTrue(ping(1, 1));
  }

  @Test
  void whatWasSentPardonsAll() {
    ping(0, 1);
    ping(1, 1);
    ping(1, 1);
    assertFalse(policy.isTooMany(after(1), 1, true));

    assertFalse(ping(1, 1));
    assertFalse(ping(1, 1));
    assertTrue(ping(1, 1));
  }

  @Test
  void withoutCallsTheIntervalIsTwoHours() {
    assertFalse(ping(0, 0));
    assertFalse(ping(7199, 0));
    assertFalse(ping(7200, 0));
    assertFalse(ping(7199, 0));
    assertTrue(ping(7199, 0));
  }

  @Test
  void withoutCallsTheIntervalIsTheSameWhenThatIsPermitted() {
    policy = policy(true);

    for (int i = 0; i < 100; i++) {
      assertFalse(ping(300, 0));
    }
    assertFalse(ping(299, 0));
    assertFalse(ping(299, 0));
    assertTrue(ping(299, 0));
  }

  @Test
  void noStrikeMayBeAllowed() {
    policy = new PingPolicy(Duration.ofMinutes(5), false, 0);

    assertFalse(ping(0, 1));
    assertTrue(ping(1, 1));
  }

  private static PingPolicy policy(boolean withoutCalls) {
    return new PingPolicy(Duration.ofMinutes(5), withoutCalls, 2);
  }

  private boolean ping(int seconds, int calls) {
    return policy.isTooMany(after(seconds), calls, false);
  }

  private long after(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
    return now;
  }
}
