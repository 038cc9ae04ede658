package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.ServerTransport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpRequestHead;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes calls over HTTP: on a port of its own, on the port of somebody's {@link HttpServer}, or as
 * a mere handler of requests.
 *
 * <p>Instances on one address, one for each event loop, share the port.
 */
public final class HttpServerTransport implements ServerTransport {

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final HttpServerTransportOptions options;
  private final Codecs codecs;
  private final Compressors compressors;
  private final ServerConnections connections;
  private @Nullable HttpServer server;

  /**
   * A transport.
   *
   * @param vertx runs it
   * @param host the address to listen on
   * @param port the port to listen on; 0 for one of its own, a negative number for a random one
   *     that the instances with the same number share
   * @param options how calls are served
   * @param codecs the codecs of messages
   * @param compressors the compressors of messages
   */
  public HttpServerTransport(
      Vertx vertx,
      String host,
      int port,
      HttpServerTransportOptions options,
      Codecs codecs,
      Compressors compressors) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.options = new HttpServerTransportOptions(options);
    this.codecs = codecs;
    this.compressors = compressors;
    this.connections = new ServerConnections(this.options.getConnectionLimits());
  }

  @Override
  public Future<Void> start(Handler<IncomingCall> handler) {
    if (server != null) {
      throw new IllegalStateException("the transport was started already");
    }
    try {
      server = HttpConfigs.server(vertx, host, port, options);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    var acceptor = new CallAcceptor(vertx, options, codecs, compressors, handler);
    server.connectionHandler(connection -> serve(connection, acceptor));
    server.requestHandler(requestHandler(handler));
    return server.listen().<Void>mapEmpty().recover(this::explain);
  }

  /**
   * Takes the calls among the requests of a server that is not listening yet; the others go to the
   * request handler that the server has.
   *
   * <p>The handler of connections that the server has is replaced. What the options say of TLS,
   * windows, HTTP/2 settings, resets, timeouts and the number of connections is up to the server's
   * own options.
   */
  public void install(HttpServer other, Handler<IncomingCall> handler) {
    Handler<HttpServerRequest> calls = requestHandler(handler);
    Handler<HttpServerRequest> rest = other.requestHandler();
    other.connectionHandler(connections::opened);
    other.requestHandler(
        request -> (rest == null || CallAcceptor.isCall(request) ? calls : rest).handle(request));
  }

  /**
   * A handler that takes calls among requests that arrived elsewhere, such as a route of a router;
   * a request that is no call is answered 415.
   *
   * <p>Used by itself, without {@link #install}, replies cost more system calls, and there is no
   * bound of what is queued for a client over all its calls.
   */
  public Handler<HttpServerRequest> requestHandler(Handler<IncomingCall> handler) {
    var acceptor = new CallAcceptor(vertx, options, codecs, compressors, handler);
    return request -> accept(request, acceptor);
  }

  /** The port that is listened on, or -1 before the start. */
  public int actualPort() {
    return server == null ? -1 : server.actualPort();
  }

  /** Replaces the certificate for the connections to come. */
  public Future<Void> updateSsl(ServerSSLOptions ssl) {
    if (server == null) {
      throw new IllegalStateException("the transport was not started");
    }
    return server.updateSSLOptions(HttpConfigs.withAlpn(ssl)).mapEmpty();
  }

  @Override
  public Future<Void> shutdown(Duration grace) {
    if (server == null) {
      return Future.succeededFuture();
    }
    connections.shutdown(grace);
    return server.shutdown(grace);
  }

  /** Takes the calls of a connection of our own, of HTTP/2 below Vert.x's request objects. */
  private void serve(HttpConnection connection, CallAcceptor acceptor) {
    ServerConnection opened = connections.opened(connection, vertx, options);
    if (connection instanceof HttpServerConnection server
        && connection.protocolVersion() == HttpVersion.HTTP_2) {
      server.streamHandler(
          stream -> stream.headHandler(head -> accept(stream, head, opened, acceptor)));
    }
  }

  private static void accept(
      HttpServerStream stream,
      HttpRequestHead head,
      ServerConnection connection,
      CallAcceptor acceptor) {
    if (!connection.isDropped()) {
      acceptor.accept(connection, new StreamExchange(stream, head));
    }
  }

  private void accept(HttpServerRequest request, CallAcceptor acceptor) {
    ServerConnection connection = connections.of(request.connection());
    if (!connection.isDropped()) {
      connection.began(request);
      acceptor.accept(connection, new RequestExchange(request));
    }
  }

  private Future<Void> explain(Throwable failure) {
    return Future.failedFuture(
        new IllegalStateException(
            "can't listen on " + host + ":" + port + ": " + failure.getMessage(), failure));
  }
}
