package dev.toolkit.grpc.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.config.RetryThrottling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryThrottleTest {

  /** F is a failure, S a success. */
  @ParameterizedTest
  @CsvSource({
    "10, 0.1, '', 10.0, false",
    "10, 0.1, FFFF, 6.0, false",
    "10, 0.1, FFFFF, 5.0, true",
    "10, 0.1, FFFFFFFFFFFF, 0.0, true",
    "10, 0.1, FFFFFS, 5.1, false",
    "10, 0.1, FFFFFFSSSSSSSSSS, 5.0, true",
    "10, 0.1, FFFFFFSSSSSSSSSSS, 5.1, false",
    "10, 0.1, SSSS, 10.0, false",
    "10, 0.001, FFFFFS, 5.001, false",
    "10, 0.0001, FFFFFS, 5.001, false",
    "10, 100, FFFFFFFFFFS, 10.0, false",
    "1, 1, F, 0.0, true",
    "1, 1, FS, 1.0, false",
    "3, 0.5, F, 2.0, false",
    "3, 0.5, FF, 1.0, true",
    "3, 0.5, FFS, 1.5, true",
    "3, 0.5, FFSS, 2.0, false",
    "0.5, 0.1, F, 0.0, true",
    "1000, 1, FFF, 997.0, false",
  })
  void tokensAreTakenAndGivenBack(
      double maxTokens, double ratio, String calls, double left, boolean closed) {
    var throttle = new RetryThrottle(new RetryThrottling(maxTokens, ratio));

    for (char call : calls.toCharArray()) {
      if (call == 'S') {
        throttle.succeeded();
      } else {
        assertEquals(throttle.failed(), throttle.isClosed());
      }
    }

    assertEquals(left + " of " + maxTokens + " tokens", throttle.toString());
    assertEquals(closed, throttle.isClosed());
  }

  @Test
  void aConfigThatSaysTheSameGoesOnWithTheTokensThatAreLeft() {
    var first = RetryThrottle.following(null, new RetryThrottling(2, 1));
    first.failed();

    assertSame(first, RetryThrottle.following(first, new RetryThrottling(2, 1)));
    assertTrue(first.isClosed());
  }

  @Test
  void anotherConfigBeginsWithAllItsTokens() {
    var first = RetryThrottle.following(null, new RetryThrottling(2, 1));
    first.failed();

    var second = RetryThrottle.following(first, new RetryThrottling(2, 0.5));

    assertNotSame(first, second);
    assertFalse(second.isClosed());
    assertNull(RetryThrottle.following(second, null));
    assertNull(RetryThrottle.following(null, null));
  }
}
