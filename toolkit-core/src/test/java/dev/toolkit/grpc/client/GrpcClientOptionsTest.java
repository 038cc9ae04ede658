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
            .setRetryBufferSize(9);
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
  void wrongTargetIsQuoted() {
    for (String target :
        new String[] {"localhost", ":1", "localhost:0", "a:b", "::1:80", "unix:"}) {
      assertEquals(
          "target is \"" + target + "\", expected host:port, [IPv6 address]:port or unix:path",
          messageOf(new JsonObject().put("target", target)));
    }
  }

  @Test
  void wrongBoundNamesTheValue() {
    assertEquals(
        "maxConnections is 0, must be >= 1", messageOf(new JsonObject().put("maxConnections", 0)));
    assertEquals(
        "connectTimeout is PT0S, must be > 0",
        messageOf(new JsonObject().put("connectTimeout", 0)));
  }

  @Test
  void targetTellsAddressAndAuthority() {
    assertEquals("::1", Target.parse("[::1]:50051").address().host());
    assertEquals("[::1]:50051", Target.parse("[::1]:50051").authority());
    assertEquals("/run/x", Target.parse("unix:///run/x").address().path());
    assertEquals("localhost", Target.parse("unix:x").authority());
  }

  private static String messageOf(JsonObject json) {
    return assertThrows(IllegalArgumentException.class, () -> new GrpcClientOptions(json))
        .getMessage();
  }
}
