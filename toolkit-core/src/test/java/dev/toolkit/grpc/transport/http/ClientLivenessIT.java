package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.block;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.goAway;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.pingAck;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static dev.toolkit.grpc.transport.http.FrameBytes.windowUpdate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.transport.RawPayload;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How our client finds out that a server does not answer, or leaves. */
class ClientLivenessIT {

  private static final int CALM = 0xb; // ENHANCE_YOUR_CALM
  private static final int ALL_STREAMS = Integer.MAX_VALUE;
  private static final Duration SHORT = Duration.ofMillis(100);

  @Test
  void callOnAConnectionWhoseServerIsSilentFails() {
    try (var server = new ScriptedServer(settings(), keepalive())) {
      var drained = new CompletableFuture<Status>();
      var closed = new CompletableFuture<Status>();
      server.connection.drainHandler(drained::complete).closeHandler(closed::complete);
      Recorder call = server.call();

      assertEquals(0, server.peer.next(FrameBytes.PING).flags());

      Frame.Trailers end = end(call);
      assertEquals(Code.UNAVAILABLE, end.status().code());
      assertEquals(Progress.PROCESSED, end.progress());
      assertEquals(
          "the connection to "
              + server.connection.peer().remoteAddress()
              + " was lost: keepalive timeout after 100 ms",
          end.status().message());
      assertEquals(end.status(), Recorder.await(drained));
      assertEquals(end.status(), Recorder.await(closed));
    }
  }

  @Test
  void callEndsAlthoughTheSocketTakesNothingAnyMore() {
    int huge = Integer.MAX_VALUE;
    try (var server = new ScriptedServer(settings(4, huge), keepalive())) {
      server.peer.send(windowUpdate(0, huge - 65_535));
      Recorder call = server.call();
      Recorder large = openCall(server);

      large.write(
          new Frame.Message(new RawPayload(Buffer.buffer(new byte[64 * 1024 * 1024])), false));

      assertEquals(Code.UNAVAILABLE, end(call).status().code());
      assertTrue(end(large).status().message().endsWith("keepalive timeout after 100 ms"));
    }
  }

  @Test
  void connectionWhoseServerAnswersIsKept() {
    try (var server = new ScriptedServer(settings(), keepalive())) {
      Recorder call = server.call();

      for (int i = 0; i < 4; i++) {
        RawPeer.Received ping = server.peer.next(FrameBytes.PING);
        server.peer.send(pingAck(ping.payload()));
      }
      server.peer.send(response(1));

      assertEquals(Code.OK, end(call).status().code());
    }
  }

  @Test
  void connectionWhoseServerSendsAnythingElseIsKept() {
    try (var server = new ScriptedServer(settings(), keepalive())) {
      Recorder call = server.call();

      for (int i = 0; i < 4; i++) {
        server.peer.next(FrameBytes.PING);
        server.peer.send(windowUpdate(0, 1));
      }
      server.peer.send(response(1));

      assertEquals(Code.OK, end(call).status().code());
    }
  }

  @Test
  void deadlineOnASilentConnectionAsksAndCloses() {
    try (var server = new ScriptedServer(settings(), suspicion())) {
      Recorder other = server.call();
      Recorder call = server.call();

      expire(call);

      assertEquals(FrameBytes.RST_STREAM, next(server).type());
      assertEquals(FrameBytes.PING, next(server).type());
      Frame.Trailers end = end(other);
      assertEquals(Code.UNAVAILABLE, end.status().code());
      assertTrue(
          end.status().message().endsWith("was lost: no answer to a PING within 100 ms"),
          end.status().message());
    }
  }

  @Test
  void serverThatAnswersIsAskedOnceUntilItSendsAResponse() {
    try (var server = new ScriptedServer(settings(), suspicion())) {
      expire(server.call());
      server.peer.send(pingAck(server.peer.next(FrameBytes.PING).payload()));
      expire(server.call());
      Recorder third = server.call();
      server.peer.send(response(5));
      assertEquals(Code.OK, end(third).status().code());
      // Between the second call and here no PING came: it would have stood before the HEADERS.

      expire(server.call());

      assertEquals(FrameBytes.PING, server.peer.next(FrameBytes.PING).type());
    }
  }

  @Test
  void deadlineAfterSomethingWasReceivedAsksNobody() {
    try (var server = new ScriptedServer(settings(), suspicion())) {
      Recorder call = server.call();
      server.peer.send(windowUpdate(0, 1), FrameBytes.ping());
      server.peer.next(FrameBytes.PING);

      expire(call);

      assertNoPing(server);
    }
  }

  @Test
  void callThatIsCancelledAsksNobody() {
    try (var server = new ScriptedServer(settings(), suspicion())) {
      server.call().write(new Frame.Cancel(Status.of(Code.CANCELLED, "enough")));

      assertNoPing(server);
    }
  }

  @Test
  void deadlineAsksNobodyWithoutSuspicion() {
    try (var server = new ScriptedServer(settings(), suspicion().setSuspicion(false))) {
      expire(server.call());

      assertNoPing(server);
    }
  }

  @Test
  void callsPastTheLastStreamOfADrainAreRefusedAndTheOthersEnd() {
    try (var server = new ScriptedServer(settings())) {
      var drained = new CompletableFuture<Status>();
      server.connection.drainHandler(drained::complete);
      Recorder first = server.call();
      Recorder second = server.call();

      server.peer.send(goAway(ALL_STREAMS, 0, "max_age"), goAway(1, 0, "max_age"));

      Frame.Trailers refused = end(second);
      assertEquals(Progress.REFUSED, refused.progress());
      assertEquals(Code.UNAVAILABLE, refused.status().code());
      assertTrue(refused.status().message().endsWith("received prior GOAWAY NO_ERROR max_age"));
      assertTrue(Recorder.await(drained).message().endsWith("sent GOAWAY NO_ERROR max_age"));
      server.peer.send(response(1));
      assertEquals(Code.OK, end(first).status().code());
      assertTrue(server.peer.awaitClosed(), "the drained connection stays open");
    }
  }

  @Test
  void reasonOfADrainOutlivesASecondGoAwayWithoutOne() {
    try (var server = new ScriptedServer(settings())) {
      Recorder call = server.call();

      server.peer.send(goAway(ALL_STREAMS, 0, "max_age"), goAway(0, 0));

      String message = end(call).status().message();
      assertTrue(message.endsWith("received prior GOAWAY NO_ERROR max_age"), message);
    }
  }

  @Test
  void serverThatFindsThePingsTooManyIsAskedHalfAsOften() {
    try (var server = new ScriptedServer(settings(), keepalive().setPermitWithoutCalls(true))) {
      var drained = new CompletableFuture<Status>();
      server.connection.drainHandler(drained::complete);
      server.peer.send(goAway(0, CALM, "too_many_pings"));
      assertTrue(
          Recorder.await(drained).message().endsWith("GOAWAY ENHANCE_YOUR_CALM too_many_pings"));

      var next = server.accept(settings());
      long start = System.nanoTime();
      next.peer().next(FrameBytes.PING);

      // The client counts from a moment that may be a little before this one.
      assertTrue(System.nanoTime() - start > SHORT.multipliedBy(3).dividedBy(2).toNanos());
    }
  }

  @Test
  void pingFailsWhenTheConnectionCloses() {
    try (var server = new ScriptedServer(settings())) {
      var ping = Recorder.on(server.context, server.connection::ping);
      server.peer.next(FrameBytes.PING);

      server.peer.close();

      assertThrows(
          StatusException.class,
          () -> Recorder.await(ping.toCompletionStage().toCompletableFuture()));
    }
  }

  private static KeepaliveOptions keepalive() {
    return new KeepaliveOptions().setTime(SHORT).setShortTimeAllowed(true).setTimeout(SHORT);
  }

  private static KeepaliveOptions suspicion() {
    return new KeepaliveOptions().setSuspicionTimeout(SHORT);
  }

  private static byte[] response(int streamId) {
    return FrameBytes.join(
        headers(streamId, false, block(":status", "200", "content-type", "application/grpc")),
        data(streamId, false, text("x")),
        headers(streamId, true, block("grpc-status", "0")));
  }

  /** The next frame that is not the end of a request. */
  private static RawPeer.Received next(ScriptedServer server) {
    RawPeer.Received frame = server.peer.next();
    while (frame.type() == FrameBytes.DATA) {
      frame = server.peer.next();
    }
    return frame;
  }

  /** A call that goes on sending. */
  private static Recorder openCall(ScriptedServer server) {
    return Recorder.call(
        server.context,
        server.connection,
        Recorder.head("/test.Wire/Upload", dev.toolkit.grpc.Metadata.EMPTY, null));
  }

  /** Ends a call as a channel does whose deadline has passed. */
  private static void expire(Recorder call) {
    call.write(new Frame.Cancel(Status.of(Code.DEADLINE_EXCEEDED, "too late")));
    assertEquals(Code.DEADLINE_EXCEEDED, end(call).status().code());
  }

  /** The next that comes after what was written before is the head of a call. */
  private static void assertNoPing(ScriptedServer server) {
    server.callWithoutWaiting();
    assertEquals(FrameBytes.RST_STREAM, next(server).type());
    assertEquals(FrameBytes.HEADERS, next(server).type());
  }

  private static Frame.Trailers end(Recorder call) {
    Frame frame = call.next(Frame.class);
    while (!(frame instanceof Frame.Trailers)) {
      frame = call.next(Frame.class);
    }
    return (Frame.Trailers) frame;
  }
}
