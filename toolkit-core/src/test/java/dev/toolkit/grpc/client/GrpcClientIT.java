package dev.toolkit.grpc.client;

import static dev.toolkit.grpc.client.Texts.await;
import static dev.toolkit.grpc.client.Texts.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.server.ServerCall;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client over HTTP/2 on the loopback. */
class GrpcClientIT {

  private final Texts texts = new Texts();

  @AfterEach
  void close() {
    texts.close();
  }

  @Test
  void manyCallsShareOneConnection() {
    texts.service.unary(
        Texts.UNARY,
        q ->
            Future.succeededFuture(
                text(String.valueOf(ServerCall.current().peer().remoteAddress()))));
    GrpcClient client = texts.startHttp();

    var peers =
        texts.on(
            texts.eventLoop,
            () -> {
              var calls = new ArrayList<Future<StringValue>>();
              for (int i = 0; i < 2_500; i++) {
                calls.add(client.unary(Texts.UNARY, text(""), CallOptions.DEFAULT));
              }
              return Future.all(calls).map(all -> List.copyOf(all.<StringValue>list()));
            });

    assertEquals(2_500, peers.size());
    assertEquals(1, peers.stream().distinct().count());
  }

  @Test
  void bidiCallEchoesAThousandMessages() {
    texts.service.bidiStreaming(Texts.BIDI, (requests, responses) -> requests.pipeTo(responses));
    GrpcClient client = texts.startHttp();
    var done = Promise.<Integer>promise();
    var seen = new ArrayList<StringValue>();

    BidiStream<StringValue, StringValue> call =
        client.bidiStreaming(Texts.BIDI, CallOptions.DEFAULT);
    call.responses().handler(seen::add).endHandler(v -> done.complete(seen.size())).resume();
    for (int i = 0; i < 1_000; i++) {
      call.write(text("" + i));
    }
    call.end();

    assertEquals(1_000, await(done.future()));
    assertEquals(text("999"), seen.get(999));
  }

  @Test
  void deadlinePassesOnBothSides() {
    var cancelled = new CompletableFuture<Status>();
    texts.service.unary(
        Texts.UNARY,
        q -> {
          ServerCall.current().onCancel(cancelled::complete);
          return Promise.<StringValue>promise().future();
        });
    GrpcClient client = texts.startHttp();

    var options = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(100));
    var status = statusOf(client.unary(Texts.UNARY, text(""), options));

    assertEquals(Code.DEADLINE_EXCEEDED, status.code());
    assertTrue(Recorder.await(cancelled) != null);
  }

  @Test
  void refusedConnectionIsUnavailableAndNamesTheTarget() {
    var options = new GrpcClientOptions().setTarget("127.0.0.1:1");
    options.getHttp().setPlaintext(true);
    GrpcClient client = GrpcClient.create(texts.vertx, options);

    var status = statusOf(client.unary(Texts.UNARY, text(""), CallOptions.DEFAULT));

    assertEquals(Code.UNAVAILABLE, status.code());
    assertTrue(status.message().contains(": cannot connect to 127.0.0.1:1: "), status.message());
  }

  private static Status statusOf(Future<?> failing) {
    return await(
        failing
            .map(r -> Status.OK)
            .recover(e -> Future.succeededFuture(((StatusException) e).status())));
  }
}
