package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.CONTINUATION;
import static dev.toolkit.grpc.transport.http.FrameBytes.EMPTY;
import static dev.toolkit.grpc.transport.http.FrameBytes.HEADERS;
import static dev.toolkit.grpc.transport.http.FrameBytes.NO_FLAGS;
import static dev.toolkit.grpc.transport.http.FrameBytes.block;
import static dev.toolkit.grpc.transport.http.FrameBytes.call;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.frame;
import static dev.toolkit.grpc.transport.http.FrameBytes.goAway;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.join;
import static dev.toolkit.grpc.transport.http.FrameBytes.ping;
import static dev.toolkit.grpc.transport.http.FrameBytes.priority;
import static dev.toolkit.grpc.transport.http.FrameBytes.repeat;
import static dev.toolkit.grpc.transport.http.FrameBytes.reset;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static dev.toolkit.grpc.transport.http.FrameBytes.windowUpdate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What a hostile client sends as fast as it is taken: a beginning, and pieces for one odd number
 * after the other.
 *
 * @param name the name
 * @param beginning what is sent once on each connection, after the preface
 * @param piece what is sent for a stream id, again and again
 * @param reads whether the client reads what the server sends
 */
record Floods(String name, byte[] beginning, IntFunction<byte[]> piece, boolean reads) {

  private static final byte[] ECHO = call("/test.Wire/Echo");
  private static final byte[] HOLD = call("/test.Wire/Hold");
  private static final int MANY = 500;

  /** Opens the windows wide, so that HTTP/2 does not hold the server back. */
  private static final byte[] WIDE =
      join(settings(4, Integer.MAX_VALUE), windowUpdate(0, Integer.MAX_VALUE - 65_535));

  @Override
  public String toString() {
    return name;
  }

  static List<Floods> all() {
    var all = new ArrayList<Floods>();
    all.addAll(resets());
    all.addAll(controlFrames());
    all.addAll(headerFloods());
    all.addAll(slowReaders());
    return all;
  }

  private static List<Floods> resets() {
    byte[] upper = join(ECHO, block("X-Upper", "1"));
    return List.of(
        each("rapid reset", id -> join(headers(id, false, HOLD), reset(id, 8))),
        each("rapid reset after the request", id -> join(headers(id, true, HOLD), reset(id, 8))),
        each("resets of streaming", id -> join(streamCall(id), reset(id, 8))),
        each(
            "resets provoked by a window update of 0",
            id -> join(headers(id, false, HOLD), windowUpdate(id, 0))),
        each(
            "resets provoked by a window overflow",
            id -> join(headers(id, false, HOLD), windowUpdate(id, Integer.MAX_VALUE))),
        each(
            "resets provoked by DATA after END_STREAM",
            id -> join(headers(id, true, HOLD), data(id, false, new byte[1]))),
        each(
            "resets provoked by HEADERS after END_STREAM",
            id -> join(headers(id, true, HOLD), headers(id, true, HOLD))),
        each("resets provoked by header names", id -> headers(id, true, upper)),
        each(
            "resets provoked by a dependency on itself",
            id -> join(headers(id, false, HOLD), priority(id, id))),
        each("resets provoked by connection headers", FloodPieces::connectionHeader),
        each(
            "DATA behind a provoked reset",
            id ->
                join(
                    headers(id, false, HOLD),
                    windowUpdate(id, 0),
                    repeat(data(id, false, EMPTY), 200))));
  }

  private static List<Floods> controlFrames() {
    byte[] open = headers(1, false, HOLD);
    return List.of(
        same("PING flood", EMPTY, ping()),
        unread("PING flood without reading", ping()),
        same("SETTINGS flood", EMPTY, settings(4, 65_535)),
        unread("SETTINGS flood without reading", settings(4, 65_535)),
        same("SETTINGS of many entries", EMPTY, settings(FloodPieces.manySettings())),
        same("HEADER_TABLE_SIZE flips", EMPTY, join(settings(1, 0), settings(1, 4096))),
        same("empty DATA flood", open, data(1, false, EMPTY)),
        same("padded empty DATA flood", open, frame(0, 8, 1, new byte[] {2, 0, 0})),
        same("PRIORITY flood", EMPTY, priority(7, 5)),
        each("PRIORITY flood over many streams", id -> priority(id, 0)),
        same("WINDOW_UPDATE flood", EMPTY, windowUpdate(0, 1)),
        same("WINDOW_UPDATE flood of a stream", open, windowUpdate(1, 1)),
        same("flood of unknown frames", open, frame(0xbe, 0, 1, new byte[32])),
        same("GOAWAY flood", EMPTY, goAway(0, 0)),
        same("RST_STREAM flood of one stream", open, reset(1, 8)),
        same("SETTINGS ack flood", EMPTY, FrameBytes.settingsAck()));
  }

  private static List<Floods> headerFloods() {
    byte[] open = frame(HEADERS, NO_FLAGS, 1, ECHO);
    byte[] small = frame(CONTINUATION, NO_FLAGS, 1, block("a", "b"));
    byte[] large = frame(CONTINUATION, NO_FLAGS, 1, block("a", "b".repeat(9000)));
    return List.of(
        same("CONTINUATION flood, small", open, small),
        same("CONTINUATION flood, empty", open, frame(CONTINUATION, NO_FLAGS, 1, EMPTY)),
        same("CONTINUATION flood, large", open, large),
        each(
            "HEADERS in empty CONTINUATIONs",
            id ->
                join(
                    frame(HEADERS, NO_FLAGS, id, ECHO),
                    repeat(frame(CONTINUATION, NO_FLAGS, id, EMPTY), 15),
                    frame(CONTINUATION, 4, id, EMPTY))),
        each("header list over the limit", id -> headers(id, true, FloodPieces.largeList())),
        each("many headers", id -> headers(id, true, FloodPieces.manyHeaders())),
        each("HPACK reference bomb", FloodPieces::referenceBomb),
        each("HPACK table churn", FloodPieces::tableChurn));
  }

  private static List<Floods> slowReaders() {
    return List.of(
        never("large responses, never read", id -> callOf("Large", id)),
        never("small responses, never read", id -> callOf("Echo", id)),
        never("streams, never read", id -> callOf("Stream", id)),
        new Floods("streams, read at once", WIDE, id -> callOf("Stream", id), true),
        never("refusals, never read", id -> headers(id, true, block(FloodPieces.NO_CALL))),
        each("calls without an end", id -> headers(id, false, HOLD)),
        each("uploads nobody reads", id -> FloodPieces.upload(id)));
  }

  static byte[] callOf(String method, int id) {
    return join(headers(id, false, call("/test.Wire/" + method)), data(id, true, text("x")));
  }

  private static byte[] streamCall(int id) {
    return callOf("Stream", id);
  }

  private static Floods each(String name, IntFunction<byte[]> piece) {
    return new Floods(name, EMPTY, piece, true);
  }

  private static Floods same(String name, byte[] beginning, byte[] piece) {
    byte[] many = repeat(piece, MANY);
    return new Floods(name, beginning, id -> many, true);
  }

  private static Floods unread(String name, byte[] piece) {
    byte[] many = repeat(piece, MANY);
    return new Floods(name, EMPTY, id -> many, false);
  }

  private static Floods never(String name, IntFunction<byte[]> piece) {
    return new Floods(name, WIDE, piece, false);
  }
}
