package dev.toolkit.grpc.verticles;

import static dev.toolkit.grpc.verticles.Node.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.server.GrpcServer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server verticle serves, in code and from JSON, and leaves nothing. */
class GrpcServerVerticleIT {

  private final Node node = new Node();

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  @Test
  void instancesShareAPortAndSpreadConnectionsOverEventLoops() throws Exception {
    int port = Node.freePort();
    var options = Node.plaintext(port);
    var instances = new DeploymentOptions().setInstances(4);
    await(node.vertx.deployVerticle(() -> new GrpcServerVerticle(options, new Echo()), instances));

    Set<String> threads = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      threads.add(await(Node.call(node.client(port), Echo.THREAD, "")));
    }

    assertEquals(4, threads.size(), threads.toString());
  }

  @Test
  void aFunctionPutsTheServerTogether() throws Exception {
    var verticle =
        new GrpcServerVerticle(
            vertx ->
                GrpcServer.builder(vertx)
                    .options(Node.plaintext(0))
                    .interceptors(List.of((call, next) -> next.handle(call)))
                    .build()
                    .add(new Echo().bind()));
    await(node.vertx.deployVerticle(verticle));

    var client = node.client(verticle.server().actualPort());

    assertEquals("hi", await(Node.call(client, Echo.SAY, "hi")));
  }

  @Test
  void aServiceClassIsMadeWithItsConfiguration() throws Exception {
    int port = Node.freePort();
    var service =
        new JsonObject()
            .put("class", Echo.class.getName())
            .put("config", new JsonObject().put("prefix", "echo "));
    node.deploy(
        Node.SERVER, Node.plaintextJson(port).put("services", new JsonArray().add(service)));

    assertEquals("echo hi", await(Node.call(node.client(port), Echo.SAY, "hi")));
  }

  @Test
  void aServiceClassMayBeServedByWorkers() throws Exception {
    int port = Node.freePort();
    var service = new JsonObject().put("class", Echo.class.getName()).put("dispatch", "worker");
    node.deploy(
        Node.SERVER, Node.plaintextJson(port).put("services", new JsonArray().add(service)));

    String thread = await(Node.call(node.client(port), Echo.THREAD, ""));

    assertFalse(thread.contains("eventloop"), thread);
  }

  @Test
  void theLimitsOfTheConfigurationHold() throws Exception {
    int port = Node.freePort();
    var config =
        Node.plaintextJson(port).put("services", new JsonArray().add(Echo.class.getName()));
    config.getJsonObject("http").put("maxMessageSize", 10);
    node.deploy(Node.SERVER, config);

    var client = node.client(port);
    var failure =
        assertThrows(
            StatusException.class, () -> await(Node.call(client, Echo.SAY, "more than ten bytes")));

    assertEquals(Code.RESOURCE_EXHAUSTED, failure.status().code());
  }

  @Test
  void undeployingLeavesNeitherPortNorConnection() throws Exception {
    int port = Node.freePort();
    var options = Node.plaintext(port);
    var instances = new DeploymentOptions().setInstances(2);
    String id =
        await(
            node.vertx.deployVerticle(
                () -> new GrpcServerVerticle(options, new Echo()), instances));
    try (var peer = new Socket(Node.HOST, port)) {
      assertEquals("hi", await(Node.call(node.client(port), Echo.SAY, "hi")));

      node.undeploy(id);

      peer.setSoTimeout(10_000);
      while (peer.getInputStream().read() >= 0) {
        // SETTINGS and GOAWAY, then the end
      }
    }
    new ServerSocket(port, 1, InetAddress.getByName(Node.HOST)).close();
  }

  @Test
  void callsUnderWayEndWithinTheGrace() throws Exception {
    var echo = new Echo();
    var verticle = new GrpcServerVerticle(Node.plaintext(0), echo);
    String id = await(node.vertx.deployVerticle(verticle));
    var call = Node.call(node.client(verticle.server().actualPort()), Echo.HANG, "");
    await(echo.hung.future());

    var undeployed = node.vertx.undeploy(id);
    assertFalse(undeployed.isComplete());
    node.vertx.runOnContext(v -> echo.hanging.forEach(p -> p.complete(Echo.text("late"))));

    assertEquals("late", await(call));
    await(undeployed);
  }

  @Test
  void callsThatOutliveTheGraceAreCut() throws Exception {
    var echo = new Echo();
    var options = Node.plaintext(0).setShutdownGrace(Duration.ofMillis(1));
    var verticle = new GrpcServerVerticle(options, echo);
    String id = await(node.vertx.deployVerticle(verticle));
    var call = Node.call(node.client(verticle.server().actualPort()), Echo.HANG, "");
    await(echo.hung.future());

    node.undeploy(id);

    var failure = assertThrows(StatusException.class, () -> await(call));
    assertEquals(Code.UNAVAILABLE, failure.status().code());
  }
}
