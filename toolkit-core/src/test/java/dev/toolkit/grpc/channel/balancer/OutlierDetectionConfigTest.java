package dev.toolkit.grpc.channel.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutlierDetectionConfigTest {

  @Test
  void readsItsConfiguration() {
    var config = parse("{'childPolicy': [{'unknown': {}}, {'round_robin': {}}]}");

    assertEquals(Duration.ofSeconds(10), config.interval());
    assertEquals(Duration.ofSeconds(30), config.times().base());
    assertEquals(Duration.ofSeconds(300), config.times().max());
    assertEquals(10, config.maxPercent());
    assertFalse(config.ejects());
    assertEquals("round_robin", config.child().provider().policyName());
    config =
        parse(
            "{'successRateEjection': {}, 'failurePercentageEjection': {'threshold': 1},"
                + " 'childPolicy': [{'round_robin': {}}]}");
    assertEquals(
        new OutlierDetectionConfig.SuccessRate(
            1900, new OutlierDetectionConfig.Sample(100, 5, 100)),
        config.successRate());
    assertEquals(
        new OutlierDetectionConfig.FailurePercentage(
            1, new OutlierDetectionConfig.Sample(100, 5, 50)),
        config.failurePercentage());
  }

  @Test
  void refusesAWrongConfiguration() {
    String child = "'childPolicy': [{'round_robin': {}}]";
    assertWrong("p.childPolicy is missing", "{}");
    assertWrong("p.interval is \"0s\", must be more than 0s", "{'interval': '0s'," + child + "}");
    assertWrong(
        "p.baseEjectionTime is \"-1s\", must be at least 0s",
        "{'baseEjectionTime': '-1s'," + child + "}");
    assertWrong(
        "p.maxEjectionPercent is 101, must be from 0 to 100",
        "{'maxEjectionPercent': 101," + child + "}");
    assertWrong(
        "p.failurePercentageEjection.threshold is 200, must be from 0 to 100",
        "{'failurePercentageEjection': {'threshold': 200}," + child + "}");
    assertWrong(
        "p.successRateEjection is 5, must be an object",
        "{'successRateEjection': 5," + child + "}");
    assertWrong(
        "p.childPolicy[0].least_request_experimental.choiceCount is 1, must be at least 2",
        "{'childPolicy': [{'least_request_experimental': {'choiceCount': 1}}]}");
  }

  @Test
  void eachTimeIsLongerUpToTheMaximum() {
    var times = new OutlierDetectionConfig.Times(Duration.ofSeconds(30), Duration.ofSeconds(80));

    assertEquals(Duration.ofSeconds(30), times.nth(1));
    assertEquals(Duration.ofSeconds(60), times.nth(2));
    assertEquals(Duration.ofSeconds(80), times.nth(3));
  }

  private static OutlierDetectionConfig parse(String json) {
    return (OutlierDetectionConfig)
        new OutlierDetectionProvider()
            .parseConfig(new JsonObject(json.replace('\'', '"')), Policies.REGISTRY, "p");
  }

  private static void assertWrong(String message, String json) {
    var failure = assertThrows(IllegalArgumentException.class, () -> parse(json));
    assertEquals(message, failure.getMessage());
  }
}
