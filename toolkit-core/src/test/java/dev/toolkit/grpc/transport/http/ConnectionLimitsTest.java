package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private final ConnectionLimits limits =
      new ConnectionLimits()
          .setMaxConnections(1)
          .setMaxQueuedBytes(2)
          .setMaxResets(3)
          .setHandshakeTimeout(Duration.ofMillis(4))
          .setHttp1IdleTimeout(Duration.ofMillis(5));

  @Test
  void jsonAndCopiesKeepAllFields() {
    var json =
        new JsonObject()
            .put("maxConnections", 1)
            .put("maxQueuedBytes", 2L)
            .put("maxResets", 3)
            .put("handshakeTimeout", 4L)
            .put("http1IdleTimeout", 5L);

    assertEquals(json, limits.toJson());
    assertEquals(json, new ConnectionLimits(json).toJson());
    assertEquals(json, new ConnectionLimits(limits).toJson());
  }

  @Test
  void optionsOfTheServerHoldThem() {
    var options = new HttpServerTransportOptions().setConnectionLimits(limits);

    JsonObject json = options.toJson();

    assertEquals(limits.toJson(), json.getJsonObject("connectionLimits"));
    assertEquals(json, new HttpServerTransportOptions(json).toJson());
    assertEquals(json, new HttpServerTransportOptions(options).toJson());
  }

  @Test
  void wrongValuesAndFieldsAreNamed() {
    var failure =
        assertThrows(
            IllegalArgumentException.class, () -> new ConnectionLimits().setMaxConnections(0));
    assertEquals("maxConnections must be > 0, is 0", failure.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConnectionLimits(new JsonObject().put("maxConnection", 1)));
  }
}
