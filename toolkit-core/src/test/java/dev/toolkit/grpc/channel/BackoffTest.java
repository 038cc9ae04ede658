package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private double chance = 0.5;
  private final Backoff backoff = new Backoff(() -> chance);

  @Test
  void eachDelayIsSixtyPercentLonger() {
    assertEquals(Duration.ofMillis(1000), backoff.next());
    assertEquals(Duration.ofMillis(1600), backoff.next());
    assertEquals(Duration.ofMillis(2560), backoff.next());
  }

  @Test
  void chanceMakesADelayAFifthShorterOrLonger() {
    chance = 0;
    assertEquals(Duration.ofMillis(800), backoff.next());
    chance = 1;
    assertEquals(Duration.ofMillis(1920), backoff.next());
  }

  @Test
  void theLongestDelayIsTwoMinutesAndItsJitter() {
    for (int i = 0; i < 20; i++) {
      backoff.next();
    }

    assertEquals(Duration.ofSeconds(120), backoff.next());
    chance = 1;
    assertEquals(Duration.ofSeconds(144), backoff.next());
  }

  @Test
  void aSuccessBeginsAnew() {
    backoff.next();
    backoff.next();

    backoff.reset();

    assertEquals(Duration.ofMillis(1000), backoff.next());
  }
}
