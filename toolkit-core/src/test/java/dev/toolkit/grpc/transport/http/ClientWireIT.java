package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.EMPTY;
import static dev.toolkit.grpc.transport.http.FrameBytes.block;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.frame;
import static dev.toolkit.grpc.transport.http.FrameBytes.goAway;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.join;
import static dev.toolkit.grpc.transport.http.FrameBytes.message;
import static dev.toolkit.grpc.transport.http.FrameBytes.ping;
import static dev.toolkit.grpc.transport.http.FrameBytes.prefix;
import static dev.toolkit.grpc.transport.http.FrameBytes.repeat;
import static dev.toolkit.grpc.transport.http.FrameBytes.reset;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.transport.Recorder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers do to our client: how a call ends, and how far it got. */
class ClientWireIT {

  private static final byte[] HEAD =
      headers(1, false, block(":status", "200", "content-type", "application/grpc"));
  private static final byte[] OK = headers(1, true, block("grpc-status", "0"));
  private static final byte[] PUSH =
      frame(FrameBytes.PUSH_PROMISE, 4, 1, join(new byte[] {0, 0, 0, 2}, block(":method", "GET")));

  /** What a server sends in answer to the call on stream 1, and how the call ends. */
  record Answer(String name, byte[] bytes, Code code, Progress progress) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Answer> gone() {
    return List.of(
        unavailable("GOAWAY before the call", goAway(0, 0), Progress.REFUSED),
        unavailable("GOAWAY with an error", goAway(0, 2), Progress.REFUSED),
        unavailable("REFUSED_STREAM", reset(1, 7), Progress.REFUSED),
        processed("reset after the headers", join(HEAD, reset(1, 8)), Code.CANCELLED),
        processed(
            "reset within a message",
            join(HEAD, data(1, false, prefix(0, 10)), reset(1, 8)),
            Code.CANCELLED),
        processed(
            "reset after a message",
            join(HEAD, data(1, false, text("x")), reset(1, 0)),
            Code.INTERNAL));
  }

  static List<Answer> malformed() {
    byte[] noTrailers = join(HEAD, data(1, true, text("x")));
    return List.of(
        processed("no trailers", noTrailers, Code.INTERNAL),
        processed("DATA without headers", data(1, true, text("x")), Code.INTERNAL),
        processed(
            "prefix of 4 GiB", join(HEAD, data(1, false, prefix(0, -1))), Code.RESOURCE_EXHAUSTED),
        processed("message cut short", join(HEAD, data(1, false, prefix(0, 9)), OK), Code.INTERNAL),
        processed(
            "flags that do not exist",
            join(HEAD, data(1, false, message(0x7e, new byte[1])), OK),
            Code.INTERNAL),
        processed(
            "compressed without an encoding",
            join(HEAD, data(1, false, message(1, new byte[1])), OK),
            Code.INTERNAL),
        processed("no status", join(HEAD, headers(1, true, block("a", "b"))), Code.UNKNOWN),
        processed(
            "status that is none",
            join(HEAD, headers(1, true, block("grpc-status", "bad"))),
            Code.UNKNOWN),
        processed("HTTP 503", headers(1, true, block(":status", "503")), Code.UNAVAILABLE),
        processed(
            "text in place of gRPC",
            join(
                headers(1, false, block(":status", "200", "content-type", "text/html")),
                data(1, true, new byte[9])),
            Code.UNKNOWN),
        processed(
            "upper-case header",
            headers(1, true, block(":status", "200", "X-A", "b")),
            Code.INTERNAL),
        processed("frame over the size", FrameBytes.headerOnly(1 << 20, 0, 0, 1), Code.INTERNAL),
        processed("PUSH_PROMISE", PUSH, Code.INTERNAL),
        processed("HPACK reference bomb", FloodPieces.referenceBomb(1), Code.INTERNAL),
        processed(
            "CONTINUATION flood",
            join(
                frame(FrameBytes.HEADERS, 0, 1, block(":status", "200")),
                repeat(frame(FrameBytes.CONTINUATION, 0, 1, EMPTY), 1000)),
            Code.INTERNAL));
  }

  @ParameterizedTest
  @MethodSource({"gone", "malformed"})
  void callEndsAsTheTablesSay(Answer answer) {
    try (var server = new ScriptedServer(settings())) {
      Recorder call = server.call();

      server.peer.send(answer.bytes());

      Frame.Trailers end = end(call);
      assertEquals(answer.code(), end.status().code(), end.status().toString());
      assertEquals(answer.progress(), end.progress());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, INTERNAL",
    "1, INTERNAL",
    "2, INTERNAL",
    "3, INTERNAL",
    "4, INTERNAL",
    "5, INTERNAL",
    "6, INTERNAL",
    "7, UNAVAILABLE",
    "8, CANCELLED",
    "9, INTERNAL",
    "10, INTERNAL",
    "11, RESOURCE_EXHAUSTED",
    "12, PERMISSION_DENIED",
    "13, INTERNAL",
    "99, UNKNOWN"
  })
  void resetEndsTheCall(int reset, Code code) {
    try (var server = new ScriptedServer(settings())) {
      Recorder call = server.call();

      server.peer.send(reset(1, reset));

      Frame.Trailers end = end(call);
      assertEquals(code, end.status().code());
      assertEquals(reset == 7 ? Progress.REFUSED : Progress.PROCESSED, end.progress());
    }
  }

  @Test
  void callUpToTheLastStreamOfGoAwayGoesOn() {
    try (var server = new ScriptedServer(settings())) {
      var drained = new CompletableFuture<Object>();
      server.connection.drainHandler(drained::complete);
      Recorder call = server.call();

      server.peer.send(goAway(1, 0));
      Recorder.await(drained);
      server.peer.send(HEAD, data(1, false, text("x")), OK);

      assertEquals(Code.OK, end(call).status().code());
      assertTrue(server.peer.awaitClosed(), "the drained connection stays open");
    }
  }

  @Test
  void callOnConnectionThatClosesAfterGoAwayTellsWhatThePeerSaid() {
    try (var server = new ScriptedServer(settings())) {
      var drained = new CompletableFuture<Object>();
      server.connection.drainHandler(drained::complete);
      Recorder call = server.call();

      byte[] calm = {0, 0, 0, 1, 0, 0, 0, 0xb}; // ENHANCE_YOUR_CALM
      byte[] text = "too_many_pings".getBytes(US_ASCII);
      server.peer.send(frame(FrameBytes.GOAWAY, 0, 0, join(calm, text)));
      Recorder.await(drained);
      server.peer.close();

      Frame.Trailers end = end(call);
      String message = end.status().message();
      assertEquals(Code.UNAVAILABLE, end.status().code());
      assertEquals(Progress.PROCESSED, end.progress());
      assertTrue(
          message.endsWith("received prior GOAWAY ENHANCE_YOUR_CALM too_many_pings"), message);
    }
  }

  @Test
  void callOnClosedConnectionMayHaveBeenProcessed() {
    try (var server = new ScriptedServer(settings())) {
      Recorder call = server.call();

      server.peer.close();

      Frame.Trailers end = end(call);
      assertEquals(Code.UNAVAILABLE, end.status().code());
      assertEquals(Progress.PROCESSED, end.progress());
    }
  }

  @Test
  void pingIsAnsweredWithItsBytes() {
    try (var server = new ScriptedServer(settings())) {
      byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};

      server.peer.send(repeat(ping(), 100), frame(FrameBytes.PING, 0, 0, bytes));

      for (int i = 0; i < 100; i++) {
        assertTrue(server.peer.next(FrameBytes.PING).has(FrameBytes.ACK));
      }
      assertArrayEquals(bytes, server.peer.next(FrameBytes.PING).payload());
    }
  }

  @Test
  void maxConcurrentStreamsIsTheCapacity() {
    try (var server = new ScriptedServer(settings(3, 1))) {
      assertEquals(1, Recorder.on(server.context, server.connection::capacity));
      var room = new CompletableFuture<Void>();
      server.connection.roomHandler(room::complete);
      Recorder first = server.call();
      Recorder second =
          Recorder.call(
              server.context,
              server.connection,
              Recorder.head("/test.Wire/Echo", Metadata.EMPTY, null));
      assertEquals(Progress.NOT_SENT, end(second).progress());

      server.peer.send(settings(3, 2));

      Recorder.await(room);
      assertEquals(2, Recorder.on(server.context, server.connection::capacity));
      server.peer.send(HEAD, OK);
      assertEquals(Code.OK, end(first).status().code());
    }
  }

  @Test
  void endOfACallLeavesRoomForTheNext() {
    try (var server = new ScriptedServer(settings(3, 1))) {
      var activeWhenRoom = new CompletableFuture<Integer>();
      server.connection.roomHandler(v -> activeWhenRoom.complete(server.connection.activeCalls()));
      Recorder first = server.call();
      assertEquals(1, Recorder.on(server.context, server.connection::activeCalls));
      assertFalse(activeWhenRoom.isDone());

      server.peer.send(HEAD, OK);

      assertEquals(Code.OK, end(first).status().code());
      assertEquals(0, Recorder.await(activeWhenRoom));
      server.call();
      assertEquals(1, Recorder.on(server.context, server.connection::activeCalls));
    }
  }

  @Test
  void informationalHeadersAreSkipped() {
    try (var server = new ScriptedServer(settings())) {
      Recorder call = server.call();

      server.peer.send(headers(1, false, block(":status", "103")), HEAD, OK);

      assertEquals(Code.OK, end(call).status().code());
    }
  }

  private static Frame.Trailers end(Recorder call) {
    Frame frame = call.next(Frame.class);
    while (!(frame instanceof Frame.Trailers)) {
      frame = call.next(Frame.class);
    }
    return (Frame.Trailers) frame;
  }

  private static Answer unavailable(String name, byte[] bytes, Progress progress) {
    return new Answer(name, bytes, Code.UNAVAILABLE, progress);
  }

  private static Answer processed(String name, byte[] bytes, Code code) {
    return new Answer(name, bytes, code, Progress.PROCESSED);
  }
}
