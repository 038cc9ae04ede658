package dev.toolkit.grpc.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Metadata;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushbackTest {

  private static final String KEY = "grpc-retry-pushback-ms";

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "250, 250", "2147483647, 2147483647"})
  void aNumberIsATimeToWait(String value, long millis) {
    assertEquals(Duration.ofMillis(millis), Pushback.of(Metadata.of(KEY, value)).delay());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-2147483648", "", " 1", "1.5", "1s", "x", "2147483648", "1,2"})
  void whatIsNegativeOrMalformedMeansNoFurtherAttempt(String value) {
    assertTrue(Pushback.of(Metadata.of(KEY, value)).stops());
  }

  @Test
  void whatIsSaidTwiceMeansNoFurtherAttempt() {
    assertTrue(Pushback.of(Metadata.of(KEY, "1").with(KEY, "1")).stops());
  }

  @Test
  void nothingSaidMeansNothing() {
    var pushback = Pushback.of(Metadata.of("other", "1"));

    assertFalse(pushback.stops());
    assertNull(pushback.delay());
  }
}
