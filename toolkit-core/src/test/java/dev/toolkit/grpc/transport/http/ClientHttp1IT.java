package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.EMPTY;
import static dev.toolkit.grpc.transport.http.FrameBytes.ascii;
import static dev.toolkit.grpc.transport.http.FrameBytes.join;
import static dev.toolkit.grpc.transport.http.FrameBytes.message;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Frame.Origin;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A connection of our client that speaks gRPC-Web on HTTP/1.1, where there is no PING, no GOAWAY
 * and no reset.
 */
class ClientHttp1IT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/grpc-web\r\n";
  private static final byte[] OK = message(0x80, ascii("grpc-status: 0\r\n"));

  private final ScriptedServer server = new ScriptedServer(EMPTY, options());
  private final CompletableFuture<Status> drained = new CompletableFuture<>();
  private final CompletableFuture<Status> closed = new CompletableFuture<>();

  ClientHttp1IT() {
    server.connection.drainHandler(drained::complete).closeHandler(closed::complete);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void callsFollowOneAnother() {
    assertEquals(1, Recorder.on(server.context, server.connection::capacity));
    for (int i = 0; i < 3; i++) {
      Recorder call = call();

      server.peer.send(response(join(text("x"), OK)));

      call.next(Frame.Headers.class);
      call.next(Frame.Message.class);
      assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
    }
    assertFalse(drained.isDone());
  }

  @Test
  void callBesideAnotherIsNotSent() {
    call();

    Frame.Trailers end = server.callWithoutWaiting().next(Frame.Trailers.class);

    assertEquals(Progress.NOT_SENT, end.progress());
    assertEquals(Code.UNAVAILABLE, end.status().code());
  }

  @Test
  void statusInTheHeadIsThatOfAnEmptyResponse() {
    Recorder call = call();

    server.peer.send(ascii(HEAD + "grpc-status: 5\r\ncontent-length: 0\r\n\r\n"));

    assertEquals(Code.NOT_FOUND, call.next(Frame.Trailers.class).status().code());
  }

  @Test
  void statusInTheHeadIsNoneBeforeAMessage() {
    Recorder call = call();

    byte[] body = join(text("x"), OK);
    server.peer.send(
        ascii(HEAD + "grpc-status: 5\r\ncontent-length: " + body.length + "\r\n\r\n"), body);

    call.next(Frame.Headers.class);
    call.next(Frame.Message.class);
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }

  @Test
  void pingFails() {
    Future<Void> ping = Recorder.on(server.context, server.connection::ping);

    assertEquals("HTTP/1.1 has no ping", ping.cause().getMessage());
  }

  @Test
  void callOnAConnectionThatTheServerClosesMayHaveBeenProcessed() {
    Recorder call = call();

    server.peer.close();

    Frame.Trailers end = call.next(Frame.Trailers.class);
    assertEquals(Code.UNAVAILABLE, end.status().code());
    assertEquals(Progress.PROCESSED, end.progress());
    assertEquals(Recorder.await(drained), Recorder.await(closed));
  }

  /** HTTP/1.1 has no reset: what we do in its place closes the connection, which is no end. */
  @Test
  void endThatWasCancelledIsToldOnce() {
    Recorder call = call();

    var reason = Status.of(Code.CANCELLED, "enough");
    call.write(new Frame.Cancel(reason));

    assertEquals(reason, call.next(Frame.Trailers.class).status());
    assertTrue(server.peer.awaitClosed(), "the connection stays open");
    Recorder.await(closed);
    assertEquals(0, call.waiting());
    assertEquals(0, Recorder.on(server.context, server.connection::activeCalls));
  }

  @Test
  void endByAMalformedResponseIsToldOnce() {
    Recorder call = call();

    server.peer.send(
        ascii(HEAD + "content-length: 100\r\n\r\n"), text("x"), message(0x7e, new byte[1]));

    call.next(Frame.Headers.class);
    call.next(Frame.Message.class);
    Frame.Trailers end = call.next(Frame.Trailers.class);
    assertEquals(Status.of(Code.INTERNAL, "message has the unknown flags 126"), end.status());
    assertEquals(Origin.LOCAL, end.origin());
    assertTrue(server.peer.awaitClosed(), "the connection stays open");
    Recorder.await(closed);
    assertEquals(0, call.waiting());
    assertEquals(0, Recorder.on(server.context, server.connection::activeCalls));
  }

  @Test
  void shutdownLetsTheCallEndAndMayBeAskedForTwice() {
    Recorder call = call();

    Future<Void> end = shutdown(LONG);
    Future<Void> again = shutdown(LONG);
    server.peer.send(response(OK));

    call.next(Frame.Headers.class);
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
    await(end);
    await(again);
    assertTrue(server.peer.awaitClosed(), "the connection stays open");
  }

  @Test
  void secondShutdownWithoutAGraceEndsTheCall() {
    Recorder call = call();

    Future<Void> end = shutdown(LONG);
    await(shutdown(Duration.ZERO));

    await(end);
    assertEquals(Code.UNAVAILABLE, call.next(Frame.Trailers.class).status().code());
  }

  @Test
  void shortestGraceCounts() {
    Recorder call = call();

    Future<Void> end = shutdown(LONG);
    await(shutdown(Duration.ofMillis(100)));

    await(end);
    assertEquals(Code.UNAVAILABLE, call.next(Frame.Trailers.class).status().code());
  }

  /** Starts a call, and waits until its request is there. */
  private Recorder call() {
    Recorder call = server.callWithoutWaiting();
    assertEquals("POST /test.Wire/Echo HTTP/1.1", server.peer.line());
    boolean chunked = false;
    for (String line = server.peer.line(); !line.isEmpty(); line = server.peer.line()) {
      chunked |= line.equals("transfer-encoding: chunked");
    }
    if (chunked) {
      assertEquals("0", server.peer.line());
      server.peer.skipHead();
    }
    return call;
  }

  private Future<Void> shutdown(Duration grace) {
    return Recorder.on(server.context, () -> server.connection.shutdown(grace));
  }

  private static byte[] response(byte[] body) {
    return join(ascii(HEAD + "content-length: " + body.length + "\r\n\r\n"), body);
  }

  private static void await(Future<Void> future) {
    Recorder.await(future.toCompletionStage().toCompletableFuture());
  }

  /** Keepalive is asked for, in vain. */
  private static HttpClientTransportOptions options() {
    var keepalive =
        new KeepaliveOptions().setTime(Duration.ofMillis(100)).setShortTimeAllowed(true);
    return new HttpClientTransportOptions()
        .setProtocol("grpc-web")
        .setHttp1(true)
        .setKeepalive(keepalive.setPermitWithoutCalls(true));
  }
}
