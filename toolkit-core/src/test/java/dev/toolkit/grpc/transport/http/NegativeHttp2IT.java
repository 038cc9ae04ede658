package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.goAway;
import static dev.toolkit.grpc.transport.http.FrameBytes.ping;
import static dev.toolkit.grpc.transport.http.FrameBytes.reset;
import static dev.toolkit.grpc.transport.http.NegativeServer.check;
import static dev.toolkit.grpc.transport.http.NegativeServer.halfResponse;
import static dev.toolkit.grpc.transport.http.NegativeServer.head;
import static dev.toolkit.grpc.transport.http.NegativeServer.ok;
import static dev.toolkit.grpc.transport.http.NegativeServer.response;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.transport.Recorder;
import dev.toolkit.grpc.transport.http.RawPeer.Received;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The negative HTTP/2 cases of gRPC's interop, against our client: large calls to a server that
 * misbehaves. The official server is in gRPC's own repository alone and needs Python 2, so its part
 * is played by {@link NegativeServer}. See negative-http2-interop-test-descriptions.md.
 */
class NegativeHttp2IT {

  private static final int CALLS = 15;
  private static final StringValue REQUEST = StringValue.of("q".repeat(271_828));

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void goaway() {
    try (var server = new NegativeServer(NegativeHttp2IT::answerAndLeave)) {
      GrpcClient client = client(server);

      assertAnswered(call(client));
      assertAnswered(call(client));

      end(client);
      assertEquals(2, server.connections());
    }
  }

  @Test
  void rstAfterHeader() {
    assertFails((peer, stream) -> peer.send(head(stream), reset(stream, 0)));
  }

  @Test
  void rstDuringData() {
    assertFails((peer, stream) -> peer.send(head(stream), halfResponse(stream), reset(stream, 0)));
  }

  @Test
  void rstAfterData() {
    assertFails((peer, stream) -> peer.send(head(stream), response(stream), reset(stream, 0)));
  }

  @Test
  void pings() {
    try (var server = new NegativeServer(NegativeHttp2IT::answerBetweenPings)) {
      GrpcClient client = client(server);

      assertAnswered(call(client));
      assertAnswered(call(client));

      end(client);
      assertEquals(List.of(), server.failures());
      assertEquals(1, server.connections());
    }
  }

  @Test
  void maxStreams() {
    try (var server = new NegativeServer(1, NegativeHttp2IT::answerAlone)) {
      GrpcClient client = client(server);
      assertAnswered(call(client));

      List<Future<StringValue>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(call(client));
      }

      calls.forEach(NegativeHttp2IT::assertAnswered);
      end(client);
      assertEquals(List.of(), server.failures());
      assertEquals(1, server.connections());
    }
  }

  private static void answerAndLeave(RawPeer peer, int stream) {
    peer.send(head(stream), response(stream), ok(stream), goAway(stream, 0));
  }

  private static void answerBetweenPings(RawPeer peer, int stream) {
    peer.send(ping(), head(stream), ping(), response(stream), ping(), ok(stream), ping());
    for (int i = 0; i < 4; i++) {
      check(peer.next(FrameBytes.PING).has(FrameBytes.ACK), "a ping was not answered");
    }
  }

  /** Answers a call when it is sure that no other was sent before its answer. */
  private static void answerAlone(RawPeer peer, int stream) {
    peer.send(ping());
    Received frame = peer.next();
    while (frame.type() != FrameBytes.PING) {
      check(frame.type() != FrameBytes.HEADERS, "a second stream at a time: " + frame.streamId());
      frame = peer.next();
    }
    peer.send(head(stream), response(stream), ok(stream));
  }

  private void assertFails(BiConsumer<RawPeer, Integer> script) {
    try (var server = new NegativeServer(script)) {
      GrpcClient client = client(server);

      var failure = assertThrows(StatusException.class, () -> await(call(client)));

      assertEquals(Code.INTERNAL, failure.status().code());
      end(client);
    }
  }

  private static void assertAnswered(Future<StringValue> call) {
    assertEquals(NegativeServer.RESPONSE, await(call).getValue().length());
  }

  private Future<StringValue> call(GrpcClient client) {
    return Recorder.on(context, () -> client.unary(WireServer.ECHO, REQUEST, CallOptions.DEFAULT));
  }

  private GrpcClient client(NegativeServer server) {
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + server.port());
    options.setHttp(new HttpClientTransportOptions().setPlaintext(true));
    return GrpcClient.create(vertx, options.setMaxConnections(1));
  }

  private static void end(GrpcClient client) {
    await(client.shutdown(Duration.ofSeconds(1)));
  }

  private static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
