package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A server that takes two connections, and its third and later clients. */
class MaxConnectionsIT {

  @Test
  void connectionPastTheBoundIsClosedUntilAnotherOneEnds() {
    try (var log = new LogCounter();
        var server = server();
        var first = RawPeer.client(server.port())) {
      RawPeer second = RawPeer.client(server.port());
      assertEquals("0", echo(first, 1));
      assertEquals("0", echo(second, 1));

      for (int i = 0; i < 5; i++) {
        assertRefused(server, Floods.callOf("Echo", 1));
      }
      assertEquals("0", echo(first, 3));
      assertEquals(1, log.lines(), log.first());

      second.close();
      awaitRoom(server);
    }
  }

  @Test
  void requestOfHttp1PastTheBoundIsNotAnswered() {
    try (var server = server();
        var first = RawPeer.client(server.port());
        var second = RawPeer.client(server.port());
        var third = RawPeer.connect(server.port())) {
      assertEquals("0", echo(first, 1));
      assertEquals("0", echo(second, 1));

      third.send(ascii("POST /test.Wire/Echo HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n"));

      assertEquals("", third.text(12));
    }
  }

  private static WireServer server() {
    return new WireServer(
        new HttpServerTransportOptions()
            .setConnectionLimits(new ConnectionLimits().setMaxConnections(2)));
  }

  private static void assertRefused(WireServer server, byte[] call) {
    try (var peer = RawPeer.client(server.port())) {
      peer.send(call);
      assertTrue(peer.awaitClosed(), "the connection is still open");
    }
  }

  /** The server hears of the end of a connection when it gets to it. */
  private static void awaitRoom(WireServer server) {
    String status = null;
    for (int i = 0; i < 1000 && status == null; i++) {
      try (var peer = RawPeer.client(server.port())) {
        status = echo(peer, 1);
      }
    }
    assertEquals("0", status);
  }

  private static String echo(RawPeer peer, int streamId) {
    peer.send(Floods.callOf("Echo", streamId));
    return peer.response(streamId).get("grpc-status");
  }
}
