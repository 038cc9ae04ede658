package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.call;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.ping;
import static dev.toolkit.grpc.transport.http.FrameBytes.pingAck;
import static dev.toolkit.grpc.transport.http.FrameBytes.repeat;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.transport.Recorder;
import dev.toolkit.grpc.transport.http.RawPeer.Received;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How our server deals with clients that ping too often or do not answer, and how it leaves. */
class ServerLivenessIT {

  private static final int CALM = 0xb; // ENHANCE_YOUR_CALM
  private static final int REFUSED = 0x7; // REFUSED_STREAM
  private static final int ALL_STREAMS = Integer.MAX_VALUE;
  private static final Duration SHORT = Duration.ofMillis(100);

  private final ServerKeepaliveOptions options = new ServerKeepaliveOptions();

  @Test
  void clientThatPingsTooOftenIsSentAway() {
    try (var server = server();
        var client = RawPeer.client(server.port())) {
      client.send(upload(1), repeat(ping(), 4));

      Received goAway = client.next(FrameBytes.GOAWAY);
      assertEquals(CALM, goAway.code());
      assertEquals("too_many_pings", goAway.debugData());
      assertEquals(1, goAway.lastStreamId());
      assertTrue(client.awaitClosed(), "the connection stays open");
    }
  }

  @Test
  void clientThatGoesOnPingingIsSentAwayOnce() {
    try (var log = new LogCounter();
        var server = server();
        var client = RawPeer.client(server.port())) {
      client.send(repeat(ping(), 10_000));

      assertEquals(CALM, client.next(FrameBytes.GOAWAY).code());
      assertTrue(client.awaitClosed(), "the connection stays open");
      assertEquals(1, log.lines(), log.first());
    }
  }

  @Test
  void strikesThatAreForgivenAreAnswered() {
    try (var server = server();
        var client = RawPeer.client(server.port())) {
      client.send(repeat(ping(), 3));

      for (int i = 0; i < 3; i++) {
        assertTrue(client.next(FrameBytes.PING).has(FrameBytes.ACK));
      }
      assertEquals("0", echo(client, 1));
    }
  }

  @Test
  void pingsBetweenResponsesAreWelcome() {
    try (var server = server();
        var client = RawPeer.client(server.port())) {
      for (int i = 0; i < 20; i++) {
        client.send(ping());
        assertEquals("0", echo(client, 2 * i + 1));
      }
    }
  }

  @Test
  void clientThatDoesNotAnswerIsLeft() {
    options.setTime(Duration.ofSeconds(1)).setTimeout(SHORT);
    try (var server = server();
        var client = RawPeer.client(server.port())) {
      assertFalse(client.next(FrameBytes.PING).has(FrameBytes.ACK));

      assertTrue(client.next().isClosed(), "something else came");
    }
  }

  @Test
  void connectionWithoutCallsIsDrained() {
    options.setMaxConnectionIdle(SHORT);
    try (var server = server();
        var client = RawPeer.client(server.port())) {
      assertGoAway(ALL_STREAMS, "max_idle", client.next(FrameBytes.GOAWAY));
      Received ping = client.next(FrameBytes.PING);
      assertEquals("0", echo(client, 1));
      client.send(pingAck(ping.payload()));

      assertGoAway(1, "max_idle", client.next(FrameBytes.GOAWAY));
      assertTrue(client.awaitClosed(), "the connection stays open");
    }
  }

  @Test
  void callsOfAnOldConnectionEndAndThoseOnTheirWayAreServed() {
    options.setMaxConnectionAge(SHORT);
    try (var server = server();
        var client = RawPeer.client(server.port())) {
      client.send(upload(1));
      assertGoAway(ALL_STREAMS, "max_age", client.next(FrameBytes.GOAWAY));
      Received ping = client.next(FrameBytes.PING);
      client.send(upload(3));
      assertEquals("0", echo(client, 5));
      client.send(pingAck(ping.payload()));
      assertGoAway(5, "max_age", client.next(FrameBytes.GOAWAY));

      client.send(upload(7));
      assertEquals(REFUSED, client.next(FrameBytes.RST_STREAM).code());
      client.send(data(1, true, text("a")), data(3, true, text("b")));

      assertEquals("0", client.response(1).get("grpc-status"));
      assertEquals("0", client.response(3).get("grpc-status"));
      assertTrue(client.awaitClosed(), "the connection stays open");
    }
  }

  @Test
  void callsOfAnOldConnectionEndWithTheGrace() {
    options.setMaxConnectionAge(SHORT).setMaxConnectionAgeGrace(SHORT);
    try (var server = server();
        var client = RawPeer.client(server.port())) {
      client.send(upload(1));

      assertGoAway(ALL_STREAMS, "max_age", client.next(FrameBytes.GOAWAY));

      assertTrue(client.awaitClosed(), "the connection stays open");
    }
  }

  @Test
  void shutdownWaitsForTheCallsAndTakesNoNewConnections() {
    try (var server = server()) {
      Future<Void> end;
      try (var client = RawPeer.client(server.port())) {
        client.send(upload(1));
        client.send(ping());
        client.next(FrameBytes.PING);
        int port = server.port();

        end = server.shutdown(Duration.ofSeconds(20));
        assertGoAway(ALL_STREAMS, "graceful_stop", client.next(FrameBytes.GOAWAY));
        Received ping = client.next(FrameBytes.PING);
        assertEquals("0", echo(client, 3));
        client.send(pingAck(ping.payload()));
        assertGoAway(3, "graceful_stop", client.next(FrameBytes.GOAWAY));
        assertFalse(end.isComplete());
        assertThrows(UncheckedIOException.class, () -> RawPeer.connect(port));
        client.send(data(1, true, text("a")));
        assertEquals("0", client.response(1).get("grpc-status"));
      }

      Recorder.await(end.toCompletionStage().toCompletableFuture());
    }
  }

  @Test
  void shutdownEndsWithItsGrace() {
    try (var server = server();
        var client = RawPeer.client(server.port())) {
      client.send(upload(1), ping());
      client.next(FrameBytes.PING);

      Future<Void> end = server.shutdown(SHORT);

      Recorder.await(end.toCompletionStage().toCompletableFuture());
      assertTrue(client.awaitClosed(), "the connection stays open");
    }
  }

  private WireServer server() {
    return new WireServer(new HttpServerTransportOptions().setKeepalive(options));
  }

  /** The head of a call that waits for the end of its requests. */
  private static byte[] upload(int streamId) {
    return headers(streamId, false, call("/test.Wire/Upload"));
  }

  /** Makes a call; its status. */
  private static String echo(RawPeer client, int streamId) {
    client.send(headers(streamId, false, call("/test.Wire/Echo")), data(streamId, true, text("x")));
    return client.response(streamId).get("grpc-status");
  }

  private static void assertGoAway(int lastStreamId, String why, Received frame) {
    assertEquals(FrameBytes.GOAWAY, frame.type());
    assertEquals(0, frame.code());
    assertEquals(lastStreamId, frame.lastStreamId());
    assertEquals(why, frame.debugData());
  }
}
