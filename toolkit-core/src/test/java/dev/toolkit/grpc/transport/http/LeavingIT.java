package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.block;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.goAway;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.join;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the calls of a connection of HTTP/2 end when the server, or our client, leaves it. */
class LeavingIT {

  private static final int ALL = Integer.MAX_VALUE;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final ScriptedServer server = new ScriptedServer(settings());
  private final CompletableFuture<Status> drained = new CompletableFuture<>();
  private final CompletableFuture<Status> closed = new CompletableFuture<>();

  LeavingIT() {
    server.connection.drainHandler(drained::complete).closeHandler(closed::complete);
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** The connection is closed right behind the GOAWAY, with three calls under way. */
  @ParameterizedTest
  @CsvSource({
    "0, REFUSED, REFUSED, REFUSED",
    "1, PROCESSED, REFUSED, REFUSED",
    "3, PROCESSED, PROCESSED, REFUSED",
    ALL + ", PROCESSED, PROCESSED, PROCESSED"
  })
  void callsPastTheLastStreamWereNotProcessed(
      int last, Progress first, Progress second, Progress third) {
    Recorder[] calls = {server.call(), server.call(), server.call()};

    server.peer.send(goAway(last, 0, "bye"));
    server.peer.close();

    Progress[] expected = {first, second, third};
    for (int i = 0; i < calls.length; i++) {
      Frame.Trailers end = calls[i].next(Frame.Trailers.class);
      assertEquals(expected[i], end.progress());
      assertEquals(Code.UNAVAILABLE, end.status().code());
      String message = end.status().message();
      assertTrue(message.endsWith("was closed, received prior GOAWAY NO_ERROR bye"), message);
    }
    assertTrue(Recorder.await(drained).message().endsWith("sent GOAWAY NO_ERROR bye"));
    assertEquals(Recorder.await(drained), Recorder.await(closed));
    assertEquals(0, Recorder.on(server.context, server.connection::activeCalls));
  }

  @Test
  void callAfterAGoAwayIsNotSent() {
    Recorder call = server.call();
    server.peer.send(goAway(1, 0, "bye"));
    Status reason = Recorder.await(drained);

    Frame.Trailers late = server.callWithoutWaiting().next(Frame.Trailers.class);

    assertEquals(Progress.NOT_SENT, late.progress());
    assertEquals(reason, late.status());
    server.peer.send(response(1));
    assertPasses(call);
  }

  @Test
  void malformedHeadAfterAGoAwayIsTheFaultOfTheServer() {
    Recorder call = server.call();

    server.peer.send(goAway(1, 0, "bye"), headers(1, true, block("grpc-status", "0")));

    Frame.Trailers end = call.next(Frame.Trailers.class);
    assertEquals(Code.INTERNAL, end.status().code());
    assertTrue(end.status().message().endsWith("has no valid :status"), end.status().message());
  }

  @Test
  void shutdownLetsTheCallEndAndMayBeAskedForTwice() {
    Recorder call = server.call();

    Future<Void> end = shutdown(LONG);
    Future<Void> again = shutdown(LONG);
    server.peer.send(response(1));

    assertPasses(call);
    await(end);
    await(again);
    assertTrue(server.peer.awaitClosed(), "the connection stays open");
    await(shutdown(LONG));
  }

  @Test
  void secondShutdownWithoutAGraceEndsTheCall() {
    Recorder call = server.call();

    Future<Void> end = shutdown(LONG);
    await(shutdown(Duration.ZERO));

    await(end);
    assertEquals(Code.UNAVAILABLE, call.next(Frame.Trailers.class).status().code());
  }

  private Future<Void> shutdown(Duration grace) {
    return Recorder.on(server.context, () -> server.connection.shutdown(grace));
  }

  private static void assertPasses(Recorder call) {
    call.next(Frame.Headers.class);
    call.next(Frame.Message.class);
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }

  private static byte[] response(int streamId) {
    return join(
        headers(streamId, false, block(":status", "200", "content-type", "application/grpc")),
        data(streamId, false, text("x")),
        headers(streamId, true, block("grpc-status", "0")));
  }

  private static void await(Future<Void> future) {
    Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
