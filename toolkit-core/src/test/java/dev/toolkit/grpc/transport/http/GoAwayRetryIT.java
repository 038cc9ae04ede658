package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.block;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.goAway;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.settingsAck;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a whole client makes of a server that leaves with calls under way. */
class GoAwayRetryIT {

  private static final MessageType<StringValue> TEXT =
      MessageType.of(StringValue.getDefaultInstance());
  private static final MethodDescriptor<StringValue, StringValue> ECHO =
      MethodDescriptor.unary("test.Wire", "Echo", TEXT, TEXT);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private ServerSocket socket;
  private GrpcClient client;

  @BeforeEach
  void listen() throws IOException {
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + socket.getLocalPort());
    options.getHttp().setPlaintext(true);
    client = GrpcClient.create(vertx, options);
  }

  @AfterEach
  void close() throws IOException {
    await(client.close());
    await(vertx.close());
    socket.close();
  }

  @Test
  void callThatWasNotProcessedGoesToTheNextConnectionAndTheOtherFails() throws IOException {
    Future<StringValue> first = echo();
    Future<StringValue> second = echo();
    try (RawPeer leaving = accept()) {
      assertEquals(1, request(leaving));
      assertEquals(3, request(leaving));
      leaving.send(goAway(1, 0, "bye"));
    }

    try (RawPeer next = accept()) {
      assertEquals(1, request(next));
      answer(next, 1);

      assertEquals("x", await(second).getValue());
    }
    Status status = statusOf(first);
    assertEquals(Code.UNAVAILABLE, status.code());
    assertTrue(status.message().endsWith("received prior GOAWAY NO_ERROR bye"), status.message());
  }

  @Test
  void callThatIsRefusedTwiceFails() throws IOException {
    Future<StringValue> call = echo();
    for (int i = 0; i < 2; i++) {
      try (RawPeer leaving = accept()) {
        assertEquals(1, request(leaving));
        leaving.send(goAway(0, 0, "bye"));
        leaving.awaitClosed();
      }
    }

    assertEquals(Code.UNAVAILABLE, statusOf(call).code());
  }

  @Test
  void callThatGoesOnAndCallsAfterTheGoAwayBothPass() throws IOException {
    Future<StringValue> first = echo();
    try (RawPeer leaving = accept()) {
      assertEquals(1, request(leaving));
      leaving.send(goAway(1, 0), FrameBytes.ping());
      leaving.next(FrameBytes.PING); // the client has seen the GOAWAY

      Future<StringValue> second = echo();
      try (RawPeer next = accept()) {
        assertEquals(1, request(next));
        answer(next, 1);
        assertEquals("x", await(second).getValue());
        assertEquals(false, first.isComplete());
        answer(leaving, 1);
        assertEquals("x", await(first).getValue());
        assertTrue(leaving.awaitClosed(), "the drained connection stays open");
      }
    }
  }

  private Future<StringValue> echo() {
    return client.unary(ECHO, StringValue.of("x"), CallOptions.DEFAULT);
  }

  private RawPeer accept() throws IOException {
    var peer = new RawPeer(socket.accept());
    peer.text(FrameBytes.PREFACE.length);
    return peer.send(settings(), settingsAck());
  }

  /** Reads a whole request; its stream. */
  private static int request(RawPeer peer) {
    RawPeer.Received head = peer.next(FrameBytes.HEADERS);
    RawPeer.Received message = peer.next(FrameBytes.DATA);
    assertTrue(message.has(FrameBytes.END_STREAM));
    return head.streamId();
  }

  private static void answer(RawPeer peer, int streamId) {
    peer.send(
        headers(streamId, false, block(":status", "200", "content-type", "application/grpc")),
        data(streamId, false, text("x")),
        headers(streamId, true, block("grpc-status", "0")));
  }

  private static Status statusOf(Future<?> failing) {
    return await(
        failing
            .map(r -> Status.OK)
            .recover(e -> Future.succeededFuture(((StatusException) e).status())));
  }

  private static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
