package dev.toolkit.grpc.channel.resolver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigChoicesTest {

  private int percentage = 49;
  private final ServiceConfigChoices choices = new ServiceConfigChoices("web-1", () -> percentage);

  private String choose(String... records) {
    return choices.choose(List.of(records));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | true",
        "\"clientLanguage\":[\"go\",\"Java\"], | true",
        "\"clientLanguage\":[], | true",
        "\"clientLanguage\":[\"go\"], | false",
        "\"clientHostname\":[\"web-1\"], | true",
        "\"clientHostName\":[\"web-1\"], | true",
        "\"clientHostname\":[\"web-2\"], | false",
        "\"percentage\":50, | true",
        "\"percentage\":49, | false",
        "\"percentage\":0, | false",
        "\"percentage\":100, | true",
        "\"percentage\":100,\"clientLanguage\":[\"c++\"], | false",
      })
  void aChoiceIsForClientsThatAreMeant(String conditions, boolean chosen) {
    String record = "grpc_config=[{" + conditions + "\"serviceConfig\":{\"a\":1}}]";

    assertEquals(chosen ? "{\"a\":1}" : "", choose(record));
  }

  @Test
  void theFirstChoiceOfAllRecordsIsTaken() {
    assertEquals(
        "{\"b\":2}",
        choose(
            "v=spf1 -all",
            "grpc_config=[{\"percentage\":10,\"serviceConfig\":{\"a\":1}}]",
            "grpc_config=[{\"serviceConfig\":{\"b\":2}},{\"serviceConfig\":{\"c\":3}}]"));
  }

  @Test
  void withoutRecordsThereIsNone() {
    assertEquals("", choose());
    assertEquals("", choose("v=spf1 -all"));
    assertEquals("", choose("grpc_config=[]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grpc_config={ | expected an array of choices",
        "grpc_config=[1] | a choice is 1, expected an object",
        "grpc_config=[{}] | serviceConfig is null, expected an object",
        "grpc_config=[{\"serviceConfig\":1}] | serviceConfig is 1, expected an object",
        "grpc_config=[{\"percentage\":101}] | percentage is 101, expected a number from 0 to 100",
        "grpc_config=[{\"percentage\":-1}] | percentage is -1, expected a number from 0 to 100",
        "grpc_config=[{\"percentage\":\"1\"}] | percentage is 1, expected a number from 0 to 100",
        "grpc_config=[{\"clientLanguage\":\"java\"}] | clientLanguage is java, expected an array",
      })
  void aMalformedRecordIsRefused(String record, String expected) {
    var failure = assertThrows(IllegalArgumentException.class, () -> choose(record));

    assertTrue(failure.getMessage().contains(expected), failure.getMessage());
  }

  @Test
  void theHostnameOfTheOptionsIsAsked() {
    assertEquals("x", new DnsOptions().setClientHostname("x").getClientHostname());
  }

  @Test
  void thePiecesOfARecordArePutTogether() {
    var content = Unpooled.copiedBuffer("\u0003abc\u0000\u0002de", StandardCharsets.US_ASCII);

    assertEquals("abcde", Txt.text(content));
    assertEquals("ab", Txt.text(Unpooled.copiedBuffer("\u0009ab", StandardCharsets.US_ASCII)));
    assertEquals("", Txt.text(Unpooled.EMPTY_BUFFER));
  }

  @Test
  void theOptionsSurviveJson() {
    var json =
        new JsonObject()
            .put("minInterval", 1)
            .put("refreshInterval", 2)
            .put("timeout", 3)
            .put("serviceConfig", false)
            .put("clientHostname", "h");

    assertEquals(json, new DnsOptions(new DnsOptions(json)).toJson());
    assertThrows(
        IllegalArgumentException.class, () -> new DnsOptions(new JsonObject().put("ttl", 1)));
    assertThrows(
        IllegalArgumentException.class, () -> new DnsOptions(new JsonObject().put("timeout", 0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DnsOptions(new JsonObject().put("refreshInterval", -1)));
  }
}
