package dev.toolkit.grpc.transport.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ClientConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Turns our options into those of Vert.x's HTTP. */
final class HttpConfigs {

  private static final Duration RESET_WINDOW = Duration.ofSeconds(30);

  private HttpConfigs() {}

  /** A server that is not listening yet. */
  static HttpServer server(Vertx vertx, String host, int port, HttpServerTransportOptions options) {
    ServerSSLOptions ssl = options.getSsl();
    if (ssl == null && !options.isPlaintext()) {
      throw new IllegalArgumentException(
          "server on " + host + ":" + port + " has neither TLS (ssl) nor plaintext: choose one");
    }
    if (ssl != null && options.isPlaintext()) {
      throw new IllegalArgumentException(
          "server on " + host + ":" + port + " has both TLS (ssl) and plaintext: choose one");
    }
    var config =
        new HttpServerConfig()
            .setHost(host)
            .setPort(port)
            .setVersions(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
            .setWriteIdleTimeout(options.getConnectionLimits().getHandshakeTimeout())
            .setHttp1Config(
                new Http1ServerConfig().setMaxHeaderSize(options.getMaxHeaderListSize()))
            .setHttp2Config(http2(options));
    return vertx.createHttpServer(
        config,
        ssl == null
            ? null
            : handshake(withAlpn(ssl), options.getConnectionLimits().getHandshakeTimeout()));
  }

  /** TLS options that offer HTTP/2. */
  static ServerSSLOptions withAlpn(ServerSSLOptions ssl) {
    return ssl.copy().setUseAlpn(true).setApplicationLayerProtocols(List.of("h2", "http/1.1"));
  }

  /** A client for one connection. */
  static HttpClientAgent client(Vertx vertx, Duration timeout, HttpClientTransportOptions options) {
    var config =
        new HttpClientConfig()
            .setSsl(!options.isPlaintext())
            .setConnectTimeout(timeout)
            .setVersions(options.isHttp1() ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2)
            .setHttp2Config(http2(options));
    if (options.isPlaintext()) {
      return vertx.createHttpClient(config);
    }
    return vertx.createHttpClient(config, ssl(timeout, options));
  }

  /**
   * Closes a client. Vert.x gives null for a future when the client was closed before, such as by
   * the end of the Vertx.
   */
  static Future<Void> close(HttpClientAgent client) {
    Future<Void> closed = client.close();
    return closed == null ? Future.succeededFuture() : closed;
  }

  private static ClientSSLOptions ssl(Duration timeout, HttpClientTransportOptions options) {
    ClientSSLOptions ssl = options.getSsl();
    ssl = ssl == null ? new ClientSSLOptions() : ssl.copy();
    if (ssl.getHostnameVerificationAlgorithm() == null) {
      ssl.setHostnameVerificationAlgorithm("HTTPS");
    }
    ssl.setUseAlpn(!options.isHttp1());
    ssl.setApplicationLayerProtocols(options.isHttp1() ? null : List.of("h2"));
    ssl.setSslHandshakeTimeout(timeout.toMillis());
    ssl.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    return ssl;
  }

  private static ServerSSLOptions handshake(ServerSSLOptions ssl, Duration timeout) {
    return ssl.setSslHandshakeTimeout(timeout.toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private static Http2ServerConfig http2(HttpServerTransportOptions options) {
    return new Http2ServerConfig()
        .setConnectionWindowSize(options.getConnectionWindow())
        .setRstFloodMaxRstFramePerWindow(options.getConnectionLimits().getMaxResets())
        .setRstFloodWindowDuration(RESET_WINDOW)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(options.getMaxConcurrentStreams())
                .setInitialWindowSize(options.getStreamWindow())
                .setMaxHeaderListSize(options.getMaxHeaderListSize()));
  }

  private static Http2ClientConfig http2(HttpClientTransportOptions options) {
    return new Http2ClientConfig()
        .setClearTextUpgrade(false)
        .setConnectionWindowSize(options.getConnectionWindow())
        .setInitialSettings(
            new Http2Settings()
                .setPushEnabled(false)
                .setInitialWindowSize(options.getStreamWindow())
                .setMaxHeaderListSize(options.getMaxHeaderListSize()));
  }
}
