package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepaliveOptionsTest {

  private static final String CLIENT =
      """
      {"time": 200, "shortTimeAllowed": true, "timeout": 300, "permitWithoutCalls": true,
       "suspicion": false, "suspicionTimeout": 400}
      """;

  private static final String SERVER =
      """
      {"time": 60000, "timeout": 300, "minPingInterval": 400, "permitPingsWithoutCalls": true,
       "maxPingStrikes": 0, "maxConnectionIdle": 500, "maxConnectionAge": 600,
       "maxConnectionAgeGrace": 700}
      """;

  @Test
  void clientOptionsAreReadCopiedAndWritten() {
    var json = new JsonObject(CLIENT);

    assertEquals(json, new KeepaliveOptions(new KeepaliveOptions(json)).toJson());
  }

  @Test
  void serverOptionsAreReadCopiedAndWritten() {
    var json = new JsonObject(SERVER);

    assertEquals(json, new ServerKeepaliveOptions(new ServerKeepaliveOptions(json)).toJson());
  }

  @Test
  void defaultsAreWrittenAndReadToo() {
    JsonObject client = new KeepaliveOptions().toJson();
    JsonObject server = new ServerKeepaliveOptions().toJson();

    assertEquals(client, new KeepaliveOptions(client).toJson());
    assertEquals(server, new ServerKeepaliveOptions(server).toJson());
  }

  @Test
  void theyArePartOfTheOptionsOfTheTransports() {
    var client = new JsonObject().put("keepalive", new JsonObject(CLIENT));
    var server = new JsonObject().put("keepalive", new JsonObject(SERVER));

    var ofClient = new HttpClientTransportOptions(new HttpClientTransportOptions(client));
    var ofServer = new HttpServerTransportOptions(new HttpServerTransportOptions(server));

    assertEquals(client.getJsonObject("keepalive"), ofClient.toJson().getJsonObject("keepalive"));
    assertEquals(server.getJsonObject("keepalive"), ofServer.toJson().getJsonObject("keepalive"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time | 99 | time must be >= 100 ms, is 99 ms",
        "timeout | 0 | timeout must be > 0, is 0",
        "suspicionTimeout | -1 | suspicionTimeout must be > 0, is -1",
        "interval | 5 | keepalive options have no field interval"
      })
  void wrongClientOptionIsNamed(String field, long value, String message) {
    assertRefused(KeepaliveOptions::new, field, value, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time | 999 | time must be >= 1000 ms, is 999 ms",
        "timeout | 0 | timeout must be > 0, is 0",
        "minPingInterval | 0 | minPingInterval must be > 0, is 0",
        "maxPingStrikes | -1 | maxPingStrikes must be >= 0, is -1",
        "maxConnectionIdle | 0 | maxConnectionIdle must be > 0, is 0",
        "maxConnectionAge | 0 | maxConnectionAge must be > 0, is 0",
        "maxConnectionAgeGrace | 0 | maxConnectionAgeGrace must be > 0, is 0",
        "age | 5 | server keepalive options have no field age"
      })
  void wrongServerOptionIsNamed(String field, long value, String message) {
    assertRefused(ServerKeepaliveOptions::new, field, value, message);
  }

  @Test
  void longestDurationIsTaken() {
    var options = new KeepaliveOptions().setTime(Duration.ofMillis(Long.MAX_VALUE));

    assertEquals(Long.MAX_VALUE, Durations.nanos(options.getTime()));
  }

  private static void assertRefused(
      Consumer<JsonObject> read, String field, long value, String message) {
    var json = new JsonObject().put(field, value);
    var refused = assertThrows(IllegalArgumentException.class, () -> read.accept(json));
    assertEquals(message, refused.getMessage());
  }
}
