package dev.toolkit.grpc.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadReportTest {

  @Test
  void valuesAreSetOneByOne() {
    var report =
        LoadReport.EMPTY
            .withCpuUtilization(1.5)
            .withMemUtilization(0.25)
            .withApplicationUtilization(0.5)
            .withRates(100, 2)
            .withRequestCost("db", 3)
            .withRequestCost("cache", 1)
            .withUtilization("pool", 1)
            .withNamedMetric("depth", -7);

    var expected =
        new LoadReport(
            1.5,
            0.25,
            0.5,
            100,
            2,
            Map.of("db", 3.0, "cache", 1.0),
            Map.of("pool", 1.0),
            Map.of("depth", -7.0));
    assertEquals(expected, report);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertRefused(
        "cpuUtilization is -1.0, it must be a number >= 0",
        () -> LoadReport.EMPTY.withCpuUtilization(-1));
    assertRefused(
        "memUtilization is 1.5, it must be from 0 to 1",
        () -> LoadReport.EMPTY.withMemUtilization(1.5));
    assertRefused(
        "applicationUtilization is NaN, it must be a number >= 0",
        () -> LoadReport.EMPTY.withApplicationUtilization(Double.NaN));
    assertRefused(
        "rpsFractional is Infinity, it must be a number >= 0",
        () -> LoadReport.EMPTY.withRates(Double.POSITIVE_INFINITY, 0));
    assertRefused("eps is -2.0, it must be a number >= 0", () -> LoadReport.EMPTY.withRates(0, -2));
    assertRefused(
        "utilization of pool is 2.0, it must be from 0 to 1",
        () -> LoadReport.EMPTY.withUtilization("pool", 2));
  }

  @Test
  void oneReportOverAnotherKeepsWhatOnlyTheOtherSays() {
    var upper = LoadReport.EMPTY.withCpuUtilization(0.5).withUtilization("a", 0.1);
    var lower =
        LoadReport.EMPTY
            .withCpuUtilization(0.9)
            .withRates(10, 1)
            .withUtilization("a", 0.2)
            .withUtilization("b", 0.3);

    var expected =
        LoadReport.EMPTY
            .withCpuUtilization(0.5)
            .withRates(10, 1)
            .withUtilization("a", 0.1)
            .withUtilization("b", 0.3);
    assertEquals(expected, upper.over(lower));
    assertEquals(upper, upper.over(LoadReport.EMPTY));
    assertEquals(lower, LoadReport.EMPTY.over(lower));
  }

  private static void assertRefused(String message, Runnable action) {
    var failure = assertThrows(IllegalArgumentException.class, action::run);
    assertEquals(message, failure.getMessage());
  }
}
