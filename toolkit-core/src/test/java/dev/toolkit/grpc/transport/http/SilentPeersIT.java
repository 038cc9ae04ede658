package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.EMPTY;
import static dev.toolkit.grpc.transport.http.FrameBytes.PREFACE;
import static dev.toolkit.grpc.transport.http.FrameBytes.ascii;
import static dev.toolkit.grpc.transport.http.FrameBytes.call;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.prefix;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that begin something and do not go on, by the thousand. */
class SilentPeersIT {

  private static final int CONNECTIONS = 2000;
  private static final int CALLS = 1000;
  private static final long MAX_GROWTH = 64L * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** What a client says on a connection before it falls silent. */
  record Beginning(String name, byte[] bytes) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Beginning> beginnings() {
    return List.of(
        new Beginning("nothing", EMPTY),
        new Beginning("half a preface", Arrays.copyOf(PREFACE, 12)),
        new Beginning("a preface without settings", PREFACE),
        new Beginning(
            "half of the settings",
            FrameBytes.join(PREFACE, Arrays.copyOf(settings(4, 65_535), 11))),
        new Beginning(
            "a TLS hello on a plaintext port", new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, -4, 3, 3}),
        new Beginning(
            "half a head of HTTP/1.1", ascii("POST /test.Wire/Echo HTTP/1.1\r\nhost: a\r\n")),
        new Beginning("zeros", new byte[64]));
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void silentConnectionIsClosed(Beginning beginning) {
    try (var log = new LogCounter();
        var server = new WireServer(options());
        var probe = new Probe(server);
        var peer = RawPeer.connect(server.port())) {
      peer.send(beginning.bytes());

      assertTrue(peer.awaitClosed(), "the connection is still open");

      assertEquals(0, probe.stop().failures());
      assertTrue(log.lines() <= 1, log.first());
    }
  }

  @Test
  void headThatDripsIsNoSignOfLife() throws InterruptedException {
    try (var server = new WireServer(options());
        var peer = RawPeer.connect(server.port())) {
      peer.send(ascii("POST /test.Wire/Echo HTTP/1.1\r\n"));
      var pause = new CountDownLatch(1);
      long start = System.nanoTime();
      boolean open = true;
      while (open && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)) {
        open = peer.trySend(ascii("a: b\r\n"));
        assertEquals(false, pause.await(100, TimeUnit.MILLISECONDS));
      }

      assertEquals(false, open, "the connection is still open");
    }
  }

  @Test
  void connectionOfHttp1IsClosedAfterItsLastResponse() {
    try (var server = new WireServer(options());
        var peer = RawPeer.connect(server.port())) {
      peer.send(ascii("POST /test.Wire/Echo HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n"));

      assertTrue(peer.text(12).startsWith("HTTP/1.1 415"), "a request that is no call is refused");
      assertTrue(peer.awaitClosed(), "the connection is still open");
    }
  }

  @Test
  void quietConnectionOfHttp2StaysOpen() throws InterruptedException {
    try (var server = new WireServer(options());
        var peer = RawPeer.client(server.port());
        var other = RawPeer.connect(server.port())) {
      assertTrue(other.awaitClosed(), "the time has passed that a silent connection has");

      peer.send(Floods.callOf("Echo", 1));
      assertEquals("0", peer.response(1).get("grpc-status"));
    }
  }

  @Test
  void requestWithUpgradeIsACall() {
    try (var server = new WireServer(options());
        var peer = RawPeer.connect(server.port())) {
      peer.send(upgrade("Echo", text("x").length), text("x"));

      assertEquals("HTTP/1.1 101", peer.line().substring(0, 12));
      peer.skipHead().send(PREFACE, settings());
      assertEquals("0", peer.response(1).get("grpc-status"));
    }
  }

  /** HTTP/2 has no window for it, so that it can't be told to wait. */
  @Test
  void requestWithUpgradeThatIsNotReadEnds() {
    try (var server = new WireServer(options());
        var peer = RawPeer.connect(server.port())) {
      byte[] messages = FrameBytes.repeat(text("x".repeat(1000)), 1000);
      peer.send(upgrade("Ignore", 1 << 30));
      boolean sent = true;
      for (int i = 0; i < 100 && sent; i++) {
        sent = peer.trySend(messages);
      }

      assertEquals("HTTP/1.1 101", peer.line().substring(0, 12));
      assertEquals(0xb, peer.skipHead().nextError().code());
    }
  }

  @Test
  void thousandsOfSilentConnectionsCostLittle() {
    try (var server = new WatchedServer(new HttpServerTransportOptions())) {
      long before = Memory.used();
      var peers = new ArrayList<RawPeer>();
      for (int i = 0; i < CONNECTIONS; i++) {
        Beginning beginning = beginnings().get(i % beginnings().size());
        peers.add(RawPeer.connect(server.port()).send(beginning.bytes()));
      }
      long grown = Memory.used() - before;
      peers.forEach(RawPeer::close);

      server.assertProbePassed();
      assertTrue(grown < MAX_GROWTH, "memory grew by " + grown);
    }
  }

  /** Each promises a message of just under the limit, and sends a byte of it. */
  @Test
  void forgedPrefixesOfThousandCallsAllocateNothing() {
    try (var server = new WatchedServer(new HttpServerTransportOptions());
        var peer = RawPeer.client(server.port())) {
      peer.send(Floods.callOf("Echo", 1));
      assertEquals("0", peer.response(1).get("grpc-status"));
      long before = Memory.used();

      byte[] forged = FrameBytes.join(prefix(0, 4 * 1024 * 1024 - 1), new byte[1]);
      for (int i = 0; i < CALLS - 1; i++) {
        int id = 2 * i + 3;
        peer.send(headers(id, false, call("/test.Wire/Echo")), FrameBytes.data(id, false, forged));
      }
      int last = 2 * CALLS + 1;
      peer.send(Floods.callOf("Echo", last));
      Map<String, String> response = peer.response(last);
      long grown = Memory.used() - before;

      assertEquals("0", response.get("grpc-status"), response.toString());
      server.assertProbePassed();
      assertTrue(grown < MAX_GROWTH, "memory grew by " + grown);
    }
  }

  @Test
  void streamOverTheLimitIsRefusedAndTheOthersGoOn() {
    try (var server = new WireServer(options().setMaxConcurrentStreams(10));
        var peer = RawPeer.client(server.port())) {
      for (int i = 0; i < 10; i++) {
        peer.send(headers(2 * i + 1, false, call("/test.Wire/Echo")));
      }
      peer.send(headers(21, true, call("/test.Wire/Echo")));
      RawPeer.Received refusal = peer.nextError();

      assertEquals(FrameBytes.RST_STREAM, refusal.type());
      assertEquals(7, refusal.code());
      peer.send(FrameBytes.data(1, true, text("x")));
      assertEquals("0", peer.response(1).get("grpc-status"));
    }
  }

  private static byte[] upgrade(String method, int length) {
    return ascii(
        "POST /test.Wire/"
            + method
            + " HTTP/1.1\r\nhost: a\r\nconnection: upgrade, http2-settings\r\n"
            + "upgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n"
            + "content-type: application/grpc\r\ncontent-length: "
            + length
            + "\r\n\r\n");
  }

  private static HttpServerTransportOptions options() {
    return new HttpServerTransportOptions()
        .setConnectionLimits(
            new ConnectionLimits().setHandshakeTimeout(PATIENCE).setHttp1IdleTimeout(PATIENCE));
  }
}
