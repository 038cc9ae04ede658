package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.EMPTY;
import static dev.toolkit.grpc.transport.http.FrameBytes.block;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.join;
import static dev.toolkit.grpc.transport.http.FrameBytes.reset;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.transport.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where our client finds the status of a response, and what it makes of malformed ones. See
 * PROTOCOL-HTTP2.md, "Responses": a status in the head is that of a call that has nothing else.
 */
class ResponseEndsIT {

  private static final String[] GRPC = {":status", "200", "content-type", "application/grpc"};
  private static final byte[] HEAD = headers(1, false, block(GRPC));
  private static final byte[] NOT_FOUND =
      headers(1, false, join(block(GRPC), block("grpc-status", "5", "grpc-message", "gone")));
  private static final byte[] MESSAGE = data(1, false, text("x"));

  /** What a server sends in answer to the call on stream 1, and the frames that come of it. */
  record Response(String name, byte[] bytes, Code code, String message, String frames) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Response> heads() {
    return List.of(
        response("alone", only("grpc-status", "5"), Code.NOT_FOUND, "", "Trailers"),
        response(
            "before an empty frame",
            join(NOT_FOUND, data(1, true, EMPTY)),
            Code.NOT_FOUND,
            "gone",
            "Trailers"),
        response(
            "before trailers",
            join(NOT_FOUND, trailers("grpc-status", "0")),
            Code.OK,
            "",
            "Headers Trailers"),
        response(
            "before a message and trailers",
            join(NOT_FOUND, MESSAGE, trailers("grpc-status", "0")),
            Code.OK,
            "",
            "Headers Message Trailers"),
        response(
            "before other trailers",
            join(NOT_FOUND, trailers("a", "b")),
            Code.UNKNOWN,
            "the trailers hold no grpc-status",
            "Headers Trailers"),
        response(
            "before a message without trailers",
            join(NOT_FOUND, data(1, true, text("x"))),
            Code.INTERNAL,
            "the response ended without trailers",
            "Headers Message Trailers"),
        response(
            "before a reset",
            join(NOT_FOUND, reset(1, 8)),
            Code.CANCELLED,
            "reset the stream with CANCEL",
            "Trailers"));
  }

  static List<Response> trailers() {
    return List.of(
        malformed("code of letters", Code.UNKNOWN, "grpc-status \"bad\"", "grpc-status", "bad"),
        malformed("negative code", Code.UNKNOWN, "grpc-status \"-1\"", "grpc-status", "-1"),
        malformed("empty code", Code.UNKNOWN, "grpc-status \"\"", "grpc-status", ""),
        malformed(
            "huge code", Code.UNKNOWN, "grpc-status \"4294967296\"", "grpc-status", "4294967296"),
        malformed(
            "metadata that is not base64",
            Code.INTERNAL,
            "malformed header a-bin",
            "grpc-status",
            "0",
            "a-bin",
            "?"),
        malformed(
            "details that are not base64",
            Code.INTERNAL,
            "malformed grpc-status-details-bin",
            "grpc-status",
            "5",
            "grpc-status-details-bin",
            "?"),
        malformed(
            "details of another code",
            Code.INTERNAL,
            "grpc-status-details-bin says CANCELLED, grpc-status NOT_FOUND",
            "grpc-status",
            "5",
            "grpc-status-details-bin",
            "CAE"),
        malformed("upper-case name", Code.INTERNAL, "breaks HTTP/2", "grpc-status", "0", "A", "b"),
        malformed(
            "pseudo header", Code.INTERNAL, "breaks HTTP/2", ":status", "200", "grpc-status", "0"),
        malformed(
            "header of a connection",
            Code.INTERNAL,
            "breaks HTTP/2",
            "grpc-status",
            "0",
            "connection",
            "close"),
        response(
            "no end of the stream",
            join(HEAD, MESSAGE, headers(1, false, block("grpc-status", "0"))),
            Code.INTERNAL,
            "breaks HTTP/2",
            "Headers Message Trailers"));
  }

  static List<Response> firstHeads() {
    return List.of(
        response(
            "no HTTP status",
            headers(1, true, block("content-type", "application/grpc", "grpc-status", "0")),
            Code.INTERNAL,
            "breaks HTTP/2",
            "Trailers"),
        response(
            "HTTP status of letters",
            headers(1, true, block(":status", "ok", "grpc-status", "0")),
            Code.INTERNAL,
            "breaks HTTP/2",
            "Trailers"),
        response(
            "metadata that is not base64",
            headers(1, false, join(block(GRPC), block("a-bin", "?"))),
            Code.INTERNAL,
            "malformed header a-bin",
            "Trailers"));
  }

  @ParameterizedTest
  @MethodSource({"heads", "trailers", "firstHeads"})
  void callEndsOnceAndTheConnectionGoesOn(Response response) {
    try (var server = new ScriptedServer(settings())) {
      var ends = new Ends();
      Recorder call = Recorder.call(server.context, server.connection, ends.head());
      call.write(Frame.HalfClose.INSTANCE).fetch(Long.MAX_VALUE);
      server.peer.next(FrameBytes.HEADERS);

      server.peer.send(response.bytes());

      var frames = framesOf(call);
      var end = (Frame.Trailers) frames.get(frames.size() - 1);
      assertEquals(response.code(), end.status().code(), end.status().toString());
      assertTrue(end.status().message().contains(response.message()), end.status().message());
      assertEquals(Frame.Progress.PROCESSED, end.progress());
      assertEquals(response.frames(), names(frames));
      assertNextCallPasses(server);
      assertEquals(0, call.waiting());
      assertEquals(List.of(end), ends.seen);
    }
  }

  /** What comes for the first call comes before the answer to the second. */
  private static void assertNextCallPasses(ScriptedServer server) {
    Recorder next = server.call();
    server.peer.send(
        headers(3, true, join(block(GRPC), block("grpc-status", "5", "grpc-message", "next"))));
    assertEquals("next", next.next(Frame.Trailers.class).status().message());
  }

  private static List<Frame> framesOf(Recorder call) {
    var frames = new ArrayList<Frame>();
    do {
      frames.add(call.next(Frame.class));
    } while (!(frames.get(frames.size() - 1) instanceof Frame.Trailers));
    return frames;
  }

  private static String names(List<Frame> frames) {
    return String.join(
        " ", frames.stream().map(frame -> frame.getClass().getSimpleName()).toList());
  }

  /** A response of a head alone. */
  private static byte[] only(String... more) {
    return headers(1, true, join(block(GRPC), block(more)));
  }

  private static byte[] trailers(String... namesAndValues) {
    return headers(1, true, block(namesAndValues));
  }

  /** A response with a message and trailers that are not as they should be. */
  private static Response malformed(String name, Code code, String message, String... trailers) {
    byte[] bytes = join(HEAD, MESSAGE, trailers(trailers));
    return response(name, bytes, code, message, "Headers Message Trailers");
  }

  private static Response response(
      String name, byte[] bytes, Code code, String message, String frames) {
    return new Response(name, bytes, code, message, frames);
  }

  /** Writes down the ends of a call. */
  private static final class Ends implements AttemptListener {

    final List<Frame.Trailers> seen = new CopyOnWriteArrayList<>();

    CallHead head() {
      return Recorder.head("/test.Wire/Echo", Metadata.EMPTY, null)
          .withAttribute(AttemptListener.KEY, this);
    }

    @Override
    public void ended(Frame.Trailers trailers) {
      seen.add(trailers);
    }
  }
}
