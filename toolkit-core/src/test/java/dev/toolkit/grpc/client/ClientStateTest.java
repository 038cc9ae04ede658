package dev.toolkit.grpc.client;

import static dev.toolkit.grpc.client.Texts.UNARY;
import static dev.toolkit.grpc.client.Texts.await;
import static dev.toolkit.grpc.client.Texts.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.ConnectivityState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The state of a client, as the event loop sees it that asks. */
class ClientStateTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Texts texts = new Texts();

  @AfterEach
  void close() {
    texts.close();
  }

  @Test
  void aClientIsIdleUntilItIsWanted() {
    GrpcClient client = greeting();

    assertEquals(ConnectivityState.IDLE, client.state());
    await(client.awaitReady(PATIENCE));

    assertEquals(ConnectivityState.READY, client.state());
  }

  @Test
  void eachEventLoopHasAStateOfItsOwn() {
    GrpcClient client = greeting();
    Context other = otherLoop();

    texts.on(texts.eventLoop, () -> client.awaitReady(PATIENCE));

    assertEquals(ConnectivityState.READY, texts.on(texts.eventLoop, () -> stateOf(client)));
    assertEquals(ConnectivityState.IDLE, texts.on(other, () -> stateOf(client)));
  }

  @Test
  void whoWaitsIsToldOnHisContext() {
    GrpcClient client = greeting();

    Context told =
        texts.on(texts.worker, () -> client.awaitReady(PATIENCE).map(v -> Vertx.currentContext()));

    assertSame(texts.worker, told);
  }

  @Test
  void aHandlerHearsOfTheChangesOnItsContext() {
    GrpcClient client = greeting();
    var heard = new ArrayList<ConnectivityState>();

    Context told =
        texts.on(
            texts.worker,
            () -> {
              var ready = Promise.<Context>promise();
              client.stateHandler(
                  state -> {
                    heard.add(state);
                    if (state == ConnectivityState.READY) {
                      ready.complete(Vertx.currentContext());
                    }
                  });
              client.connect();
              return ready.future();
            });

    assertSame(texts.worker, told);
    assertEquals(List.of(ConnectivityState.CONNECTING, ConnectivityState.READY), heard);
  }

  @Test
  void aHandlerThatIsTakenAwayHearsNothing() {
    GrpcClient client = greeting();
    var heard = new ArrayList<ConnectivityState>();

    texts.on(
        texts.eventLoop,
        () -> {
          client.stateHandler(heard::add).run();
          return client.awaitReady(PATIENCE);
        });

    assertEquals(List.of(), heard);
  }

  @Test
  void aClosedClientIsShutDown() {
    GrpcClient client = greeting();
    await(client.awaitReady(PATIENCE));

    await(client.close());

    assertEquals(ConnectivityState.SHUTDOWN, client.state());
    assertEquals(
        Status.of(Code.UNAVAILABLE, "the client is closed"),
        Status.of(assertThrows(RuntimeException.class, () -> await(client.awaitReady(PATIENCE)))));
  }

  @Test
  void anUnknownSchemeFailsAtOnceAndIsNamed() {
    var builder = texts.builder.options(new GrpcClientOptions().setTarget("xds:///orders"));

    var failure = assertThrows(IllegalArgumentException.class, builder::build);

    assertTrue(
        failure.getMessage().startsWith("target is \"xds:///orders\": no resolver for xds, known"),
        failure.getMessage());
  }

  @Test
  void anUnknownPolicyFailsAtOnceAndIsNamed() {
    var policies = new JsonArray().add(new JsonObject().put("grpclb", new JsonObject()));
    var config = new JsonObject().put("loadBalancingConfig", policies);
    var builder = texts.builder.options(new GrpcClientOptions().setServiceConfig(config));

    var failure = assertThrows(IllegalArgumentException.class, builder::build);

    assertTrue(
        failure.getMessage().startsWith("loadBalancingConfig names [grpclb], known policies are"),
        failure.getMessage());
  }

  private static Future<ConnectivityState> stateOf(GrpcClient client) {
    return Future.succeededFuture(client.state());
  }

  /** A context of another loop than the one of {@code texts.eventLoop}. */
  private Context otherLoop() {
    var vertx = (VertxInternal) texts.vertx;
    var context = vertx.createEventLoopContext();
    var first = ((ContextInternal) texts.eventLoop).nettyEventLoop();
    while (context.nettyEventLoop() == first) {
      context = vertx.createEventLoopContext();
    }
    return context;
  }

  private GrpcClient greeting() {
    texts.service.unary(UNARY, q -> Future.succeededFuture(text("hi " + q.getValue())));
    return texts.start();
  }
}
