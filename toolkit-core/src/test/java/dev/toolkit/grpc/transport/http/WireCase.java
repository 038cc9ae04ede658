package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

/**
 * One thing that a peer does to a server, and what must come of it.
 *
 * @param name the name
 * @param bytes what is sent after the preface; it uses stream 1
 * @param outcome what must come
 */
record WireCase(String name, byte[] bytes, Outcome outcome) {

  /** What comes of it. */
  sealed interface Outcome {}

  /** A GOAWAY with one of some codes, and the end of the connection. */
  record GoAway(int... codes) implements Outcome {}

  /** The end of the connection, with a GOAWAY or without one. */
  record Closed() implements Outcome {}

  /** A reset of stream 1 with one of some codes; the connection goes on. */
  record Reset(int... codes) implements Outcome {}

  /** A response on stream 1 with a header of a value; the connection goes on. */
  record Response(String header, String value) implements Outcome {}

  /** Nothing is said; the connection goes on. */
  record Ignored() implements Outcome {}

  @Override
  public String toString() {
    return name;
  }

  static WireCase goAway(String name, byte[] bytes, int... codes) {
    return new WireCase(name, bytes, new GoAway(codes));
  }

  static WireCase closed(String name, byte[] bytes) {
    return new WireCase(name, bytes, new Closed());
  }

  static WireCase reset(String name, byte[] bytes, int... codes) {
    return new WireCase(name, bytes, new Reset(codes));
  }

  static WireCase status(String name, byte[] bytes, int code) {
    return new WireCase(name, bytes, new Response("grpc-status", Integer.toString(code)));
  }

  static WireCase http(String name, byte[] bytes, int code) {
    return new WireCase(name, bytes, new Response(":status", Integer.toString(code)));
  }

  static WireCase ignored(String name, byte[] bytes) {
    return new WireCase(name, bytes, new Ignored());
  }

  /** Does it to a server. */
  void play(WireServer server) {
    try (RawPeer peer = server.client()) {
      peer.send(bytes);
      if (outcome instanceof GoAway goAway) {
        RawPeer.Received frame = peer.next(FrameBytes.GOAWAY);
        assertEquals(FrameBytes.GOAWAY, frame.type(), "the connection closed without a GOAWAY");
        assertOneOf(goAway.codes(), frame.code());
        assertTrue(peer.awaitClosed(), "the connection stays open after its GOAWAY");
      } else if (outcome instanceof Closed) {
        assertTrue(peer.awaitClosed(), "the connection stays open");
      } else if (outcome instanceof Reset reset) {
        RawPeer.Received frame = peer.nextError();
        assertEquals(FrameBytes.RST_STREAM, frame.type(), "not a reset but " + frame);
        assertEquals(1, frame.streamId());
        assertOneOf(reset.codes(), frame.code());
        assertCallPasses(peer);
      } else if (outcome instanceof Response expected) {
        Map<String, String> response = peer.response(1);
        assertEquals(expected.value(), response.get(expected.header()), response.toString());
        assertCallPasses(peer);
      } else {
        assertCallPasses(peer);
      }
    }
  }

  private static void assertCallPasses(RawPeer peer) {
    peer.send(Floods.callOf("Echo", 101));
    Map<String, String> response = peer.response(101);
    assertEquals("0", response.get("grpc-status"), "the next call gets " + response);
  }

  private static void assertOneOf(int[] expected, int code) {
    boolean found = false;
    for (int one : expected) {
      found |= one == code;
    }
    assertTrue(found, "the code is " + code);
  }
}
