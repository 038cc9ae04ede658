package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connecting;
import dev.toolkit.grpc.transport.Transport;
import io.vertx.core.Vertx;

/** Opens connections over HTTP/2, or HTTP/1.1 for gRPC-Web. */
public final class HttpClientTransport implements Transport {

  private final Vertx vertx;
  private final HttpClientTransportOptions options;
  private final Codecs codecs;
  private final Compressors compressors;
  private final KeepaliveTime keepalive;

  /**
   * A transport.
   *
   * @param vertx runs it
   * @param options how calls are made
   * @param codecs the codecs of messages
   * @param compressors the compressors of messages
   * @throws IllegalArgumentException if the options contradict each other
   */
  public HttpClientTransport(
      Vertx vertx, HttpClientTransportOptions options, Codecs codecs, Compressors compressors) {
    if (options.isPlaintext() && options.getSsl() != null) {
      throw new IllegalArgumentException("client has both TLS (ssl) and plaintext: choose one");
    }
    if (options.isHttp1() && options.httpProtocol().isTrailersInHttp()) {
      throw new IllegalArgumentException(
          "protocol " + options.getProtocol() + " needs HTTP/2, but http1 is set");
    }
    this.vertx = vertx;
    this.options = new HttpClientTransportOptions(options);
    this.keepalive = new KeepaliveTime(this.options.getKeepalive());
    this.codecs = codecs;
    this.compressors = compressors;
  }

  @Override
  public Connecting connect(ConnectRequest request) {
    var attempt = new ConnectAttempt(vertx, request, options);
    return attempt.start(
        connection ->
            new ClientConnection(connection, request.authority(), options, codecs, compressors)
                .watch(keepalive));
  }
}
