package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConnectionBoundTest {

  private long nanos;
  private final ConnectionBound bound = new ConnectionBound(3, () -> nanos);

  @Test
  void admitsUpToTheBound() {
    assertTrue(bound.admits(2));
    assertFalse(bound.admits(3));
    assertTrue(bound.admits(2));
  }

  @Test
  void refusalsAreLoggedOnceAMinute() {
    try (var log = new LogCounter()) {
      for (int i = 0; i < 100; i++) {
        bound.admits(3);
      }
      assertEquals(1, log.lines());

      nanos += ConnectionBound.LOG_NANOS;
      bound.admits(3);

      assertEquals(2, log.lines());
      assertTrue(log.first().contains("100 connections were refused: 3 are open"), log.first());
    }
  }
}
