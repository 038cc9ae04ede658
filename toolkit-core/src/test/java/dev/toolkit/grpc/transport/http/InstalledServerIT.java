package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.EMPTY;
import static dev.toolkit.grpc.transport.http.FrameBytes.call;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.repeat;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.windowUpdate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hostile clients of somebody's server, with no options of its own, that takes calls. */
class InstalledServerIT {

  private static final int ENHANCE_YOUR_CALM = 0xb;

  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
    var options = new HttpServerTransportOptions();
    new HttpServerTransport(
            vertx, "127.0.0.1", 0, options, Codecs.defaults(), Compressors.defaults())
        .install(server, call -> {});
    server.listen().await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void end() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void tooManySettingsCloseTheConnection() {
    try (var peer = RawPeer.client(server.actualPort())) {
      peer.send(repeat(settings(1, 0), SettingsLimit.MAX_SETTINGS + 1));

      assertEquals(ENHANCE_YOUR_CALM, peer.next(FrameBytes.GOAWAY).code());
      assertTrue(peer.awaitClosed());
    }
  }

  /** Without a word in the log; past the bound of the server's own options. */
  @Test
  void framesBehindAResetCountAsResets() {
    try (var log = new LogCounter();
        var peer = RawPeer.client(server.actualPort())) {
      peer.send(
          headers(1, false, call("/test.Wire/Hold")),
          windowUpdate(1, 0),
          repeat(data(1, false, EMPTY), 1000));

      assertEquals(ENHANCE_YOUR_CALM, peer.next(FrameBytes.GOAWAY).code());
      assertEquals(0, log.lines(), log.first());
    }
  }
}
