package dev.toolkit.grpc.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrpcClientOptionsTest {

  @Test
  void jsonOfAllFieldsComesBack() {
    var options =
        new GrpcClientOptions()
            .setTarget("unix:/run/x.sock")
            .setAuthority("x.test")
            .setWaitForReady(true)
            .setTimeout(Duration.ofSeconds(3))
            .setCompression("gzip")
            .setConnectTimeout(Duration.ofMillis(700))
            .setMaxQueuedCalls(7)
            .setMaxConnections(8)
            .setRetryBufferSize(9)
            .setIdleTimeout(Duration.ofSeconds(11))
            .setServiceConfigLookup(false)
            .setServiceConfig(new JsonObject("{\"loadBalancingConfig\": [{\"round_robin\": {}}]}"));
    options.getHttp().setPlaintext(true);

    JsonObject json = options.toJson();

    assertEquals(json, new GrpcClientOptions(json).toJson());
    assertEquals(json, new GrpcClientOptions(options).toJson());
    assertEquals("unix:/run/x.sock", json.getString("target"));
    assertEquals(700, json.getInteger("connectTimeout"));
  }

  @Test
  void unknownFieldIsNamed() {
    var json = new JsonObject().put("tarbet", "localhost:1");

    assertEquals("client options have no field tarbet", messageOf(json));
  }

  @Test
  void wrongServiceConfigNamesThePath() {
    var wrong = new JsonObject("{\"serviceConfig\": {\"methodConfig\": 3}}");

    assertEquals("methodConfig is 3, must be a list", messageOf(wrong));
  }

  @Test
  void wrongBoundNamesTheValue() {
    assertEquals(
        "maxConnections is 0, must be >= 1", messageOf(new JsonObject().put("maxConnections", 0)));
    assertEquals(
        "connectTimeout is PT0S, must be > 0",
        messageOf(new JsonObject().put("connectTimeout", 0)));
  }

  private static String messageOf(JsonObject json) {
    return assertThrows(IllegalArgumentException.class, () -> new GrpcClientOptions(json))
        .getMessage();
  }
}
