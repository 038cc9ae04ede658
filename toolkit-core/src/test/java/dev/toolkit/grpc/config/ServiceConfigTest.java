package dev.toolkit.grpc.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service config says, and what it may not say. */
class ServiceConfigTest {

  private static final String RETRY =
      """
      "maxAttempts": 4, "initialBackoff": ".1s", "maxBackoff": "1s", "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]""";

  @Test
  void anEmptyConfigSaysNothing() {
    assertEquals(ServiceConfig.EMPTY, ServiceConfig.parse("{}"));
    assertSame(MethodConfig.NONE, ServiceConfig.EMPTY.methodConfig("/a.B/C"));
  }

  @Test
  void everyFieldOfAMethodIsRead() {
    var config =
        ServiceConfig.parse(
            """
            {"methodConfig": [{
              "name": [{"service": "a.B", "method": "C"}],
              "waitForReady": true, "timeout": "1.5s",
              "maxRequestMessageBytes": "1000", "maxResponseMessageBytes": 2000,
              "retryPolicy": {%s}}]}"""
                .formatted(RETRY));

    var retry =
        new RetryPolicy(
            4, Duration.ofMillis(100), Duration.ofSeconds(1), 2, Set.of(Code.UNAVAILABLE));
    assertEquals(
        new MethodConfig(true, Duration.ofMillis(1500), 1000, 2000, retry),
        config.methodConfig("/a.B/C"));
  }

  @Test
  void theNearestNameCounts() {
    var config =
        ServiceConfig.parse(
            """
            {"methodConfig": [
              {"name": [{"service": "a.B", "method": "C"}], "timeout": "1s"},
              {"name": [{"service": "a.B"}, {"service": "a.D"}], "timeout": "2s"},
              {"name": [{}], "timeout": "3s"}]}""");

    assertEquals(Duration.ofSeconds(1), config.methodConfig("/a.B/C").timeout());
    assertEquals(Duration.ofSeconds(2), config.methodConfig("/a.B/X").timeout());
    assertEquals(Duration.ofSeconds(2), config.methodConfig("/a.D/C").timeout());
    assertEquals(Duration.ofSeconds(3), config.methodConfig("/a.E/C").timeout());
    assertEquals(Duration.ofSeconds(3), config.methodConfig("strange").timeout());
  }

  @Test
  void aConfigWithoutNamesIsOfNoEffect() {
    var config = ServiceConfig.parse("{\"methodConfig\": [{\"timeout\": \"1s\"}]}");

    assertEquals(ServiceConfig.EMPTY, config);
  }

  @Test
  void theNullOfJsonIsAsGoodAsAbsent() {
    var config =
        ServiceConfig.parse(
            "{\"loadBalancingConfig\": null, \"methodConfig\": [{\"name\": [{}], \"timeout\":"
                + " null}], \"retryThrottling\": null, \"healthCheckConfig\": null}");

    assertEquals(MethodConfig.NONE, config.methodConfig("/a.B/C"));
  }

  @Test
  void aHedgingPolicyNeedsNothingButTheAttempts() {
    var all = hedging("\"maxAttempts\": 3, \"hedgingDelay\": \"0.5s\", ");

    assertEquals(new HedgingPolicy(3, Duration.ZERO, Set.of()), hedging("\"maxAttempts\": 3, "));
    assertEquals(new HedgingPolicy(3, Duration.ofMillis(500), Set.of()), all);
  }

  @Test
  void codesAreNamesOrNumbers() {
    var policy = hedging("\"maxAttempts\": 2, \"nonFatalStatusCodes\": [\"ABORTED\", 14, 4.0], ");

    assertEquals(
        Set.of(Code.ABORTED, Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED),
        policy.nonFatalStatusCodes());
  }

  @Test
  void policiesOfLoadBalancingKeepTheirOrderAndTheirConfig() {
    var config =
        ServiceConfig.parse(
            "{\"loadBalancingConfig\": [{\"mine\": {\"a\": 1}}, {\"round_robin\": {}}],"
                + "\"loadBalancingPolicy\": \"unused\"}");

    assertEquals(
        List.of(
            new LoadBalancingConfig("mine", new JsonObject().put("a", 1)),
            new LoadBalancingConfig("round_robin")),
        config.loadBalancing());
  }

  @Test
  void theOlderFieldNamesAPolicyThatMayBeUnknown() {
    var config = ServiceConfig.parse("{\"loadBalancingPolicy\": \"ROUND_ROBIN\"}");

    assertEquals(
        List.of(new LoadBalancingConfig("round_robin"), new LoadBalancingConfig("pick_first")),
        config.loadBalancing());
  }

  @Test
  void theConfigOfAPolicyCannotBeChangedFromOutside() {
    var json = new JsonObject().put("a", 1);
    var config = new LoadBalancingConfig("mine", json);

    json.put("a", 2);
    config.config().put("a", 3);

    assertEquals(1, config.config().getInteger("a"));
  }

  @Test
  void theRestOfTheFieldsIsRead() {
    var config =
        ServiceConfig.parse(
            """
            {"retryThrottling": {"maxTokens": 10, "tokenRatio": "0.1"},
             "healthCheckConfig": {"serviceName": "a.B"},
             "connectionScaling": {"maxConnectionsPerSubchannel": 2}}""");

    assertEquals(new RetryThrottling(10, 0.1), config.retryThrottling());
    assertEquals(new HealthCheckConfig("a.B"), config.healthCheck());
    assertEquals(2, config.maxConnectionsPerSubchannel());
  }

  @Test
  void configsThatSayTheSameAreEqual() {
    var text = "{\"methodConfig\": [{\"name\": [{}], \"retryPolicy\": {%s}}]}".formatted(RETRY);

    assertEquals(ServiceConfig.parse(text), ServiceConfig.parse(text.replace(".1s", "0.100s")));
    assertNotEquals(ServiceConfig.parse(text), ServiceConfig.parse(text.replace("4", "3")));
  }

  @Test
  void jsonThatAProgramMadeIsReadToo() {
    var json =
        new JsonObject()
            .put(
                "methodConfig",
                new JsonArray().add(Map.of("name", List.of(Map.of()), "timeout", "2s")));

    assertEquals(Duration.ofSeconds(2), ServiceConfig.of(json).methodConfig("/a/b").timeout());
  }

  @Test
  void fieldsThatNobodyKnowsAreLetPassAndTold() {
    var ignored = new ArrayList<String>();
    var json =
        new JsonObject(
            """
            {"methodConfig": [{"name": [{"service": "a", "verb": ""}], "retryPolcy": {},
              "retryPolicy": {%s, "perAttemptRecvTimeout": "1s"}}], "zone": 1,
             "loadBalancingConfig": [{"mine": {"anything": 1}}]}"""
                .formatted(RETRY));

    ServiceConfig.of(json, ignored::add);

    assertEquals(
        Set.of(
            "methodConfig[0].retryPolcy",
            "methodConfig[0].retryPolicy.perAttemptRecvTimeout",
            "methodConfig[0].name[0].verb",
            "zone"),
        Set.copyOf(ignored));
    assertEquals(4, ignored.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "maxAttempts: 1 | maxAttempts is 1, must be >= 2",
        "maxAttempts: 1.5 | maxAttempts is 1.5, must be a whole number",
        "maxAttempts: -1 | maxAttempts is -1, must be from 0 to 4294967295",
        "maxAttempts: 1e400 | maxAttempts is",
        "maxAttempts: \"x\" | maxAttempts is \"x\", must be a whole number",
        "maxAttempts: true | maxAttempts is true, must be a whole number",
        "maxAttempts: null | maxAttempts is missing",
        "initialBackoff: \"0s\" | initialBackoff is PT0S, must be > 0",
        "initialBackoff: \"1\" | initialBackoff is \"1\", must be a duration such as \"1.5s\"",
        "initialBackoff: 1 | initialBackoff is 1, must be a duration",
        "maxBackoff: \"-1s\" | maxBackoff is PT-1S, must be > 0",
        "maxBackoff: null | maxBackoff is missing",
        "backoffMultiplier: 0 | backoffMultiplier is 0.0, must be > 0",
        "backoffMultiplier: \"NaN\" | backoffMultiplier is \"NaN\", must be a number",
        "backoffMultiplier: \"1e400\" | backoffMultiplier is \"1e400\", must be a number of 64",
        "retryableStatusCodes: [] | retryableStatusCodes is [], must be at least one code",
        "retryableStatusCodes: [0] | retryableStatusCodes is [OK], must be without OK",
        "retryableStatusCodes: [\"OOPS\"] | retryableStatusCodes[0] is \"OOPS\", must be the name",
        "retryableStatusCodes: [14, 17] | retryableStatusCodes[1] is 17, must be the name or",
        "retryableStatusCodes: [null] | retryableStatusCodes[0] is null, must be the name or",
        "retryableStatusCodes: 14 | retryableStatusCodes is 14, must be a list",
      })
  void aWrongFieldOfARetryPolicyIsNamed(String change, String message) {
    String name = change.substring(0, change.indexOf(':'));
    var retry = new JsonObject("{" + RETRY + "}");
    retry.put(name, new JsonObject("{\"" + change.replaceFirst(":", "\":") + "}").getValue(name));

    var method = new JsonObject().put("retryPolicy", retry);
    assertWrong(
        new JsonObject().put("methodConfig", new JsonArray().add(new JsonObject()).add(method)),
        "methodConfig[1].retryPolicy." + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"methodConfig\": {}} | methodConfig is {}, must be a list",
        "{\"methodConfig\": [1]} | methodConfig[0] is 1, must be an object",
        "{\"methodConfig\": [{\"timeout\": \"-1s\"}]} | methodConfig[0].timeout is PT-1S, must be",
        "{\"methodConfig\": [{\"waitForReady\": 1}]} | methodConfig[0].waitForReady is 1, must be",
        "{\"methodConfig\": [{\"maxRequestMessageBytes\": -1}]} | methodConfig[0].maxRequestMess",
        "{\"methodConfig\": [{\"name\": [{\"service\": 1}]}]} | methodConfig[0].name[0].service is",
        "{\"methodConfig\": [{\"name\": [{\"method\": \"C\"}]}]} | methodConfig[0].name[0].method",
        "{\"methodConfig\": [{\"name\": [{}, {}]}]} | methodConfig[0].name[1] names the default",
        "{\"methodConfig\": [{\"hedgingPolicy\": {\"maxAttempts\": 2}, \"retryPolicy\": {}}]}"
            + " | methodConfig[0] has retryPolicy and hedgingPolicy",
        "{\"methodConfig\": [{\"hedgingPolicy\": {}}]} | methodConfig[0].hedgingPolicy.maxAttempts",
        "{\"methodConfig\": [{\"hedgingPolicy\": {\"maxAttempts\": 2, \"hedgingDelay\": \"-1s\"}}]}"
            + " | methodConfig[0].hedgingPolicy.hedgingDelay is PT-1S, must be >= 0",
        "{\"loadBalancingConfig\": []} | loadBalancingConfig is [], must be a list of at least",
        "{\"loadBalancingConfig\": [{}]} | loadBalancingConfig[0] is {}, must have one field",
        "{\"loadBalancingConfig\": [{\"a\": 1}]} | loadBalancingConfig[0].a is 1, must be an obj",
        "{\"loadBalancingPolicy\": 1} | loadBalancingPolicy is 1, must be a text",
        "{\"retryThrottling\": {\"maxTokens\": 10}} | retryThrottling.tokenRatio is missing",
        "{\"retryThrottling\": {\"maxTokens\": 1001, \"tokenRatio\": 1}} | retryThrottling.maxTok",
        "{\"retryThrottling\": {\"maxTokens\": 0, \"tokenRatio\": 1}} | retryThrottling.maxTokens",
        "{\"retryThrottling\": {\"maxTokens\": 1, \"tokenRatio\": 0}} | retryThrottling.tokenRatio",
        "{\"connectionScaling\": {\"maxConnectionsPerSubchannel\": 0}} | connectionScaling.maxConn",
      })
  void aWrongFieldIsNamed(String json, String message) {
    assertWrong(new JsonObject(json), message);
  }

  @ParameterizedTest
  @CsvSource({"''", "{", "[]", "1", "null"})
  void aTextThatIsNoObjectIsRefused(String text) {
    var failure = assertThrows(IllegalArgumentException.class, () -> ServiceConfig.parse(text));

    assertTrue(failure.getMessage().startsWith("service config is no JSON object"));
  }

  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "1.5s, PT1.5S",
    ".1s, PT0.1S",
    "1.s, PT1S",
    "-0.5s, PT-0.5S",
    "0.000000001s, PT0.000000001S",
    "315576000000s, PT87660000H",
  })
  void durationsAreRead(String text, Duration expected) {
    assertEquals(expected, JsonDuration.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"s", ".s", "1", "1ms", "+1s", "1.0000000001s", "315576000001s", "1,5s", "-s", "''"})
  void whatIsNoDurationIsRefused(String text) {
    assertNull(JsonDuration.parse(text));
  }

  private static HedgingPolicy hedging(String fields) {
    String policy = "{" + fields + "\"unknown\": 0}";
    var config =
        ServiceConfig.parse(
            "{\"methodConfig\": [{\"name\": [{}], \"hedgingPolicy\": " + policy + "}]}");
    return (HedgingPolicy) config.methodConfig("/a.B/C").attempts();
  }

  private static void assertWrong(JsonObject json, String message) {
    var failure = assertThrows(IllegalArgumentException.class, () -> ServiceConfig.of(json));

    assertTrue(failure.getMessage().startsWith(message), failure.getMessage());
  }
}
