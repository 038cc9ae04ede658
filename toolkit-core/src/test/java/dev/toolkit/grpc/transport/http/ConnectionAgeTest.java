package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionAgeTest {

  private final FakeDrainLine line = new FakeDrainLine();
  private final Drain drain = new Drain(line, line.timers);
  private final ServerKeepaliveOptions options = new ServerKeepaliveOptions();

  @ParameterizedTest
  @CsvSource({"0, 90", "0.5, 100", "0.999999, 110"})
  void connectionIsDrainedAtItsAgeGiveOrTakeTenPercent(double random, int seconds) {
    options.setMaxConnectionAge(Duration.ofSeconds(100));
    line.calls = 1;
    begin(random);

    line.timers.advance(Duration.ofSeconds(seconds).minusMillis(1));
    assertEquals(List.of(), line.log);
    line.timers.advance(Duration.ofMillis(2));

    assertEquals(List.of("all max_age", "ping"), line.log);
  }

  @Test
  void callsEndWithTheGraceOfTheAge() {
    options.setMaxConnectionAge(Duration.ofSeconds(100));
    options.setMaxConnectionAgeGrace(Duration.ofSeconds(7));
    line.calls = 1;
    begin(0.5);

    line.timers.advance(Duration.ofSeconds(200));

    assertEquals("closed at 107000", line.log.get(line.log.size() - 1));
  }

  @Test
  void connectionWithoutCallsIsDrained() {
    options.setMaxConnectionIdle(Duration.ofSeconds(10));
    begin(0.5);

    line.timers.advance(Duration.ofSeconds(10));

    assertEquals(List.of("all max_idle", "ping"), line.log);
  }

  @Test
  void idlenessCountsFromTheEndOfTheLastCall() {
    options.setMaxConnectionIdle(Duration.ofSeconds(10));
    ConnectionAge age = begin(0.5);
    line.calls = 1;
    line.timers.advance(Duration.ofSeconds(25));
    line.calls = 0;
    age.streamClosed();

    line.timers.advance(Duration.ofMillis(9_999));
    assertEquals(List.of(), line.log);
    line.timers.advance(Duration.ofMillis(1));

    assertEquals(List.of("all max_idle", "ping"), line.log);
  }

  @Test
  void connectionIsKeptByDefault() {
    begin(0.5);

    line.timers.advance(Duration.ofDays(365));

    assertEquals(List.of(), line.log);
    assertEquals(0, line.timers.pending());
  }

  @Test
  void nothingIsLeftOfAClosedConnection() {
    options.setMaxConnectionIdle(Duration.ofSeconds(10));
    options.setMaxConnectionAge(Duration.ofSeconds(10));

    begin(0.5).closed();

    assertEquals(0, line.timers.pending());
  }

  private ConnectionAge begin(double random) {
    return new ConnectionAge(drain, line, line.timers, options, () -> random);
  }
}
