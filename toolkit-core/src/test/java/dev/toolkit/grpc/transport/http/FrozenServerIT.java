package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static dev.toolkit.grpc.transport.http.NegativeServer.head;
import static dev.toolkit.grpc.transport.http.NegativeServer.ok;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client whose connection falls silent, to a server that answers on the next one. */
class FrozenServerIT {

  private static final Duration DEADLINE = Duration.ofMillis(500);

  private static final int MAX_CALLS = 50;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private @Nullable RawPeer frozen;
  private int calls;
  private final CompletableFuture<Void> back = new CompletableFuture<>();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void callsWithDeadlinesFindOutByThemselves() {
    try (var server = new NegativeServer(this::answerUnlessFrozen)) {
      GrpcClient client = client(server.port());
      await(Recorder.on(context, () -> call(client, Duration.ofSeconds(20))));

      context.runOnContext(v -> callUntilAnswered(client));

      Recorder.await(back);
      assertTrue(server.connections() > 1, "the first connection was not given up");
      await(client.shutdown(Duration.ofSeconds(1)));
    }
  }

  /** Answers the first call, then none on its connection. */
  private void answerUnlessFrozen(RawPeer peer, int stream) {
    if (frozen == null || frozen != peer) {
      frozen = frozen == null ? peer : frozen;
      peer.send(head(stream), data(stream, false, text("x")), ok(stream));
    }
  }

  private void callUntilAnswered(GrpcClient client) {
    call(client, DEADLINE)
        .onSuccess(response -> back.complete(null))
        .onFailure(failure -> again(client, Status.of(failure)));
  }

  private void again(GrpcClient client, Status failure) {
    boolean expected =
        failure.code() == Code.DEADLINE_EXCEEDED || failure.code() == Code.UNAVAILABLE;
    if (expected && calls++ < MAX_CALLS) {
      callUntilAnswered(client);
    } else {
      back.completeExceptionally(failure.asException());
    }
  }

  private static Future<StringValue> call(GrpcClient client, Duration timeout) {
    return client.unary(
        WireServer.ECHO, StringValue.of("x"), CallOptions.DEFAULT.withTimeout(timeout));
  }

  private GrpcClient client(int port) {
    var keepalive = new KeepaliveOptions().setSuspicionTimeout(Duration.ofMillis(100));
    var http = new HttpClientTransportOptions().setPlaintext(true).setKeepalive(keepalive);
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + port).setHttp(http);
    return GrpcClient.create(vertx, options);
  }

  private static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
