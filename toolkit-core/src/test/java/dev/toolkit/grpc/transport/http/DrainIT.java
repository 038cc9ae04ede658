package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Calls of our client, from one event loop, to a server that leaves its connections all the time.
 */
class DrainIT {

  private static final int AT_A_TIME = 20;
  private static final int CONNECTIONS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Set<Peer> connections = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private int begun;
  private int ended;

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void noCallIsLostWhenConnectionsAge() {
    var age = new ServerKeepaliveOptions().setMaxConnectionAge(Duration.ofMillis(20));
    try (var server = new WireServer(new HttpServerTransportOptions().setKeepalive(age))) {
      GrpcClient client = client(server.port());

      context.runOnContext(v -> begin(client));
      Recorder.await(done);

      assertEquals(List.of(), failures);
      await(client.shutdown(Duration.ofSeconds(1)));
    }
  }

  private void begin(GrpcClient client) {
    while (connections.size() < CONNECTIONS && begun - ended < AT_A_TIME) {
      begun++;
      client
          .unary(WireServer.ECHO, StringValue.of("x"), CallOptions.DEFAULT)
          .onComplete(result -> end(client, result));
    }
  }

  private void end(GrpcClient client, AsyncResult<StringValue> result) {
    ended++;
    if (result.failed()) {
      failures.add(result.cause().getMessage());
    }
    begin(client);
    if (begun == ended) {
      done.complete(null);
    }
  }

  private GrpcClient client(int port) {
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + port);
    options.setHttp(new HttpClientTransportOptions().setPlaintext(true));
    return GrpcClient.builder(vertx).options(options).attemptListeners(this::listener).build();
  }

  private AttemptListener listener(CallHead head) {
    return new AttemptListener() {
      @Override
      public void started(Peer peer) {
        connections.add(peer);
      }
    };
  }

  private static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
