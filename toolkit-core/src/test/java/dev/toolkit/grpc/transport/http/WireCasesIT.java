package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.CONTINUATION;
import static dev.toolkit.grpc.transport.http.FrameBytes.DATA;
import static dev.toolkit.grpc.transport.http.FrameBytes.EMPTY;
import static dev.toolkit.grpc.transport.http.FrameBytes.END_HEADERS;
import static dev.toolkit.grpc.transport.http.FrameBytes.GOAWAY;
import static dev.toolkit.grpc.transport.http.FrameBytes.HEADERS;
import static dev.toolkit.grpc.transport.http.FrameBytes.NO_FLAGS;
import static dev.toolkit.grpc.transport.http.FrameBytes.PADDED;
import static dev.toolkit.grpc.transport.http.FrameBytes.PING;
import static dev.toolkit.grpc.transport.http.FrameBytes.PUSH_PROMISE;
import static dev.toolkit.grpc.transport.http.FrameBytes.RST_STREAM;
import static dev.toolkit.grpc.transport.http.FrameBytes.SETTINGS;
import static dev.toolkit.grpc.transport.http.FrameBytes.WINDOW_UPDATE;
import static dev.toolkit.grpc.transport.http.FrameBytes.block;
import static dev.toolkit.grpc.transport.http.FrameBytes.call;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.frame;
import static dev.toolkit.grpc.transport.http.FrameBytes.headerOnly;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.join;
import static dev.toolkit.grpc.transport.http.FrameBytes.message;
import static dev.toolkit.grpc.transport.http.FrameBytes.prefix;
import static dev.toolkit.grpc.transport.http.FrameBytes.priority;
import static dev.toolkit.grpc.transport.http.FrameBytes.repeat;
import static dev.toolkit.grpc.transport.http.FrameBytes.reset;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static dev.toolkit.grpc.transport.http.FrameBytes.windowUpdate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.encoding.Compressor;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client must not send, once each: what the server does, and that other calls go on. */
class WireCasesIT {

  private static final byte[] ECHO = call("/test.Wire/Echo");
  private static final byte[] OPEN = headers(1, false, call("/test.Wire/Hold"));
  private static final byte[] CLOSED = Floods.callOf("Hold", 1);

  private static WireServer server;

  @BeforeAll
  static void start() {
    server = new WireServer(new HttpServerTransportOptions());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource({"frames", "streams", "requestHeads", "calls", "messages"})
  void caseEndsAsItShould(WireCase one) {
    try (var probe = new Probe(server)) {
      one.play(server);

      Probe.Result probed = probe.stop();
      assertEquals(0, probed.failures(), probed.firstFailure());
    }
  }

  static List<WireCase> frames() {
    return List.of(
        WireCase.goAway("frame over the size", headerOnly(16_385, DATA, NO_FLAGS, 1), 6),
        WireCase.goAway("frame of 16 MiB", headerOnly(0xffffff, HEADERS, NO_FLAGS, 1), 6),
        WireCase.goAway("PING on a stream", frame(PING, NO_FLAGS, 1, new byte[8]), 1),
        WireCase.goAway("PING of 7 bytes", frame(PING, NO_FLAGS, 0, new byte[7]), 6),
        WireCase.goAway("SETTINGS on a stream", frame(SETTINGS, NO_FLAGS, 1, EMPTY), 1),
        WireCase.goAway("SETTINGS of 5 bytes", frame(SETTINGS, NO_FLAGS, 0, new byte[5]), 6),
        WireCase.goAway("SETTINGS ack with bytes", frame(SETTINGS, 1, 0, new byte[6]), 6),
        WireCase.goAway("ENABLE_PUSH of 2", settings(2, 2), 1),
        WireCase.goAway("INITIAL_WINDOW_SIZE over 2^31-1", settings(4, -1), 1, 3),
        WireCase.goAway("MAX_FRAME_SIZE of 1", settings(5, 1), 1),
        WireCase.ignored("unknown setting", settings(0x99, 7)),
        WireCase.ignored("unknown frame", frame(0xbe, 0xff, 0, new byte[20])),
        WireCase.goAway("GOAWAY on a stream", frame(GOAWAY, NO_FLAGS, 1, new byte[8]), 1),
        WireCase.goAway("connection window of more than 2^31-1", windowUpdate(0, 0x7fffffff), 3),
        WireCase.goAway("connection window update of 0", windowUpdate(0, 0), 1),
        WireCase.goAway(
            "window update of 3 bytes", frame(WINDOW_UPDATE, NO_FLAGS, 0, new byte[3]), 6),
        WireCase.goAway(
            "PUSH_PROMISE of a client",
            join(OPEN, frame(PUSH_PROMISE, END_HEADERS, 1, join(new byte[] {0, 0, 0, 2}, ECHO))),
            1),
        WireCase.goAway("CONTINUATION of nothing", frame(CONTINUATION, END_HEADERS, 1, ECHO), 1),
        WireCase.goAway(
            "PING within a header block",
            join(frame(HEADERS, NO_FLAGS, 1, ECHO), FrameBytes.ping()),
            1),
        WireCase.goAway(
            "CONTINUATION of another stream",
            join(frame(HEADERS, NO_FLAGS, 1, ECHO), frame(CONTINUATION, END_HEADERS, 3, EMPTY)),
            1),
        WireCase.goAway("header block that is none", headers(1, true, new byte[] {-1, -1, -1}), 9),
        WireCase.goAway("index that is not in the table", headers(1, true, new byte[] {-2}), 9));
  }

  static List<WireCase> streams() {
    return List.of(
        WireCase.goAway("HEADERS on stream 0", headers(0, true, ECHO), 1),
        WireCase.goAway("HEADERS on an even stream", headers(2, true, ECHO), 1),
        WireCase.reset(
            "stream ids that go down", join(headers(3, false, ECHO), headers(1, true, ECHO)), 5),
        WireCase.goAway("DATA on stream 0", data(0, false, new byte[1]), 1),
        WireCase.goAway("DATA on an idle stream", data(1, false, new byte[1]), 1),
        WireCase.goAway("RST_STREAM of an idle stream", reset(1, 8), 1),
        WireCase.goAway("RST_STREAM on stream 0", reset(0, 8), 1),
        WireCase.goAway(
            "RST_STREAM of 3 bytes", join(OPEN, frame(RST_STREAM, NO_FLAGS, 1, new byte[3])), 6),
        WireCase.goAway("window update of an idle stream", windowUpdate(1, 1), 1),
        WireCase.reset("window update of 0", join(OPEN, windowUpdate(1, 0)), 1),
        WireCase.reset("window of more than 2^31-1", join(OPEN, windowUpdate(1, 0x7fffffff)), 3),
        WireCase.reset("DATA after END_STREAM", join(CLOSED, data(1, true, new byte[1])), 5),
        WireCase.reset("HEADERS after END_STREAM", join(CLOSED, headers(1, true, ECHO)), 5),
        WireCase.ignored("priority of an idle stream", priority(99, 0)),
        WireCase.goAway(
            "padding as long as the frame",
            join(OPEN, frame(DATA, PADDED, 1, new byte[] {5, 0})),
            1),
        WireCase.status(
            "padded DATA",
            join(
                headers(1, false, ECHO),
                frame(DATA, PADDED | 1, 1, join(new byte[] {3}, text("x"), new byte[3]))),
            0),
        WireCase.reset(
            "more DATA than the window",
            join(
                headers(1, false, call("/test.Wire/Ignore")),
                repeat(data(1, false, new byte[16_384]), 66)),
            0,
            3,
            5));
  }

  static List<WireCase> requestHeads() {
    return List.of(
        WireCase.reset("upper-case header name", head("X-Upper", "1"), 1),
        WireCase.reset("empty header name", head("", "1"), 1),
        WireCase.reset("second :path", head(":path", "/test.Wire/Echo"), 1),
        WireCase.reset("pseudo header of a response", head(":status", "200"), 1),
        WireCase.reset("unknown pseudo header", head(":unknown", "1"), 1),
        WireCase.reset("connection header", head("connection", "keep-alive"), 1),
        WireCase.reset("transfer-encoding header", head("transfer-encoding", "chunked"), 1),
        WireCase.reset("te that is not trailers", head("te", "gzip"), 1),
        WireCase.reset("no pseudo headers", headers(1, true, block("a", "b")), 1),
        WireCase.reset("CONNECT", headers(1, true, block(":method", "CONNECT")), 1),
        WireCase.reset(
            "content-length that is wrong",
            join(
                headers(1, false, call("/test.Wire/Echo", "content-length", "3")),
                data(1, true, text("x"))),
            1),
        WireCase.http("header list over the limit", headers(1, true, FloodPieces.largeList()), 431),
        WireCase.http("GET", headers(1, true, block(FloodPieces.NO_CALL)), 415));
  }

  static List<WireCase> calls() {
    return List.of(
        WireCase.status("path without a service", request("/Echo"), 12),
        WireCase.status("path without a slash in front", request("test.Wire/Echo"), 12),
        WireCase.status("path of nothing", request("/"), 12),
        WireCase.status("path of 4,000 characters", request("/" + "x".repeat(4000)), 12),
        WireCase.status("path of an unknown method", request("/test.Wire/None"), 12),
        WireCase.status("timeout without a unit", request("grpc-timeout", "1"), 13),
        WireCase.status("timeout of nothing", request("grpc-timeout", ""), 13),
        WireCase.status("timeout of nine digits", request("grpc-timeout", "123456789S"), 13),
        WireCase.status("timeout below zero", request("grpc-timeout", "-1S"), 13),
        WireCase.status("base64 that is none", request("key-bin", "*?!"), 13),
        WireCase.status("unknown encoding", request("grpc-encoding", "rot13"), 12),
        WireCase.http("content-type of text", contentType("text/plain"), 415),
        WireCase.http("content-type of nothing", contentType(""), 415),
        WireCase.http("content-type that goes on", contentType("application/grpcx"), 415),
        WireCase.status("unknown codec", contentType("application/grpc+xml"), 12));
  }

  static List<WireCase> messages() {
    Buffer bomb = Compressor.gzip().compress(Buffer.buffer(new byte[64 * 1024 * 1024]));
    return List.of(
        WireCase.status("prefix of 4 GiB", body(prefix(0, -1)), 8),
        WireCase.status("prefix one over the limit", body(prefix(0, 4 * 1024 * 1024 + 1)), 8),
        WireCase.status("message cut short", body(prefix(0, 10), new byte[3]), 13),
        WireCase.status("prefix cut short", body(new byte[3]), 13),
        WireCase.status("flags that do not exist", body(message(0x7e, new byte[2])), 13),
        WireCase.status("compressed without an encoding", body(message(1, new byte[2])), 13),
        WireCase.status("message that is no protobuf", body(message(0, new byte[] {-1})), 13),
        WireCase.status("no message", body(EMPTY), 12),
        WireCase.status("two messages", body(text("a"), text("b")), 12),
        WireCase.status("zip bomb", zipped(bomb.getBytes()), 8),
        WireCase.status("gzip that is none", zipped(new byte[] {1, 2, 3}), 13));
  }

  private static byte[] head(String name, String value) {
    return headers(1, true, call("/test.Wire/Echo", name, value));
  }

  private static byte[] request(String path) {
    return join(headers(1, false, call(path)), data(1, true, text("x")));
  }

  private static byte[] request(String name, String value) {
    return join(headers(1, false, call("/test.Wire/Echo", name, value)), data(1, true, text("x")));
  }

  private static byte[] contentType(String type) {
    byte[] block =
        block(
            ":method",
            "POST",
            ":scheme",
            "http",
            ":path",
            "/test.Wire/Echo",
            ":authority",
            "localhost",
            "content-type",
            type);
    return join(headers(1, false, block), data(1, true, text("x")));
  }

  private static byte[] body(byte[]... parts) {
    return join(headers(1, false, ECHO), data(1, true, join(parts)));
  }

  /** A gzip message in DATA frames of a legal size. */
  private static byte[] zipped(byte[] bytes) {
    byte[] message = message(1, bytes);
    byte[] all = headers(1, false, call("/test.Wire/Echo", "grpc-encoding", "gzip"));
    for (int at = 0; at < message.length; at += 16_384) {
      int end = Math.min(message.length, at + 16_384);
      byte[] piece = Arrays.copyOfRange(message, at, end);
      all = join(all, data(1, end == message.length, piece));
    }
    return all;
  }
}
