package dev.toolkit.grpc.verticles;

import static dev.toolkit.grpc.verticles.Node.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.client.GrpcClient;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client verticle gives its node a client, for as long as it is deployed. */
class GrpcClientVerticleIT {

  private final Node node = new Node();
  private final Echo echo = new Echo();
  private int port;

  /** Says something when it is deployed and keeps what it heard, and on which thread. */
  private static final class Caller extends VerticleBase {

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public Future<?> start() {
      Thread thread = Thread.currentThread();
      return say(vertx)
          .onSuccess(answer -> heard.add(Thread.currentThread() == thread ? answer : "moved"));
    }

    Future<String> hang(GrpcClient client) {
      var promise = Promise.<String>promise();
      context.runOnContext(v -> Node.call(client, Echo.HANG, "").onComplete(promise));
      return promise.future();
    }

    static Future<String> say(Vertx vertx) {
      return Node.call(GrpcClientVerticle.client(vertx, "echo"), Echo.SAY, "hi");
    }
  }

  @BeforeEach
  void serve() throws Exception {
    var server = new GrpcServerVerticle(Node.plaintext(0), echo);
    await(node.vertx.deployVerticle(server));
    port = server.server().actualPort();
  }

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  @Test
  void verticlesOfAllEventLoopsShareIt() throws Exception {
    deployClient();
    List<Caller> callers = new CopyOnWriteArrayList<>();
    var instances = new DeploymentOptions().setInstances(8);

    await(node.vertx.deployVerticle(() -> added(callers), instances));

    assertEquals(8, callers.size());
    callers.forEach(caller -> assertEquals(List.of("hi"), caller.heard));
  }

  @Test
  void itOutlivesTheVerticleThatCalledFirst() throws Exception {
    deployClient();
    GrpcClient client = GrpcClientVerticle.client(node.vertx, "echo");
    var first = new Caller();
    String id = await(node.vertx.deployVerticle(first));
    var call = first.hang(client);
    await(echo.hung.future());

    node.undeploy(id);

    assertFalse(call.isComplete(), "the connection was not the verticle's");
    echo.hanging.forEach(promise -> promise.complete(Echo.text("late")));
    assertEquals("late", await(call));
  }

  @Test
  void undeployingItTakesTheNameAwayAndEndsTheClient() throws Exception {
    String id = deployClient();
    GrpcClient client = GrpcClientVerticle.client(node.vertx, "echo");
    await(Node.call(client, Echo.SAY, "hi"));

    node.undeploy(id);

    var missing =
        assertThrows(
            IllegalStateException.class, () -> GrpcClientVerticle.client(node.vertx, "echo"));
    assertEquals("no client echo is published on this node, known are []", missing.getMessage());
    var closed =
        assertThrows(StatusException.class, () -> await(Node.call(client, Echo.SAY, "hi")));
    assertEquals(Code.CANCELLED, closed.status().code());
  }

  @Test
  void aWrongNameIsAnsweredWithTheKnownOnes() throws Exception {
    deployClient();

    var missing =
        assertThrows(
            IllegalStateException.class, () -> GrpcClientVerticle.client(node.vertx, "ecco"));

    assertEquals(
        "no client ecco is published on this node, known are [echo]", missing.getMessage());
  }

  @Test
  void aNameIsTakenOnce() throws Exception {
    deployClient();
    GrpcClient first = GrpcClientVerticle.client(node.vertx, "echo");

    var failure = assertThrows(IllegalStateException.class, this::deployClient);

    assertEquals("a client echo is published on this node already", failure.getMessage());
    assertSame(first, GrpcClientVerticle.client(node.vertx, "echo"));
  }

  @Test
  void aFunctionPutsTheClientTogether() throws Exception {
    await(
        node.vertx.deployVerticle(
            new GrpcClientVerticle(
                "echo", vertx -> GrpcClient.create(vertx, Node.clientOptions(port)))));

    assertEquals("hi", await(Caller.say(node.vertx)));
  }

  @Test
  void optionsDescribeTheClient() throws Exception {
    var options =
        new GrpcClientVerticleOptions().setName("echo").setClient(Node.clientOptions(port));
    await(node.vertx.deployVerticle(new GrpcClientVerticle(options)));

    assertEquals("hi", await(Caller.say(node.vertx)));
    assertEquals(options.toJson(), new GrpcClientVerticleOptions(options.toJson()).toJson());
  }

  private String deployClient() throws Exception {
    return node.deploy(Node.CLIENT, Node.clientOptions(port).toJson().put("name", "echo"));
  }

  private static Caller added(List<Caller> callers) {
    var caller = new Caller();
    callers.add(caller);
    return caller;
  }
}
