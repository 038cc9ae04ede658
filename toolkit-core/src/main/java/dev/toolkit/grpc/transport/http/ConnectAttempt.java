package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connecting;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect: TCP, TLS and the peer's SETTINGS within one timeout.
 *
 * <p>Each attempt has an HTTP client of its own, because closing that is the only way to give up an
 * attempt that hangs; the connection keeps it alive.
 */
final class ConnectAttempt implements Connecting {

  /** A connection and the client that it needs. */
  record Opened(HttpClientAgent agent, HttpClientConnection connection) {}

  private final Vertx vertx;
  private final ConnectRequest request;
  private final HttpClientTransportOptions options;
  private final @Nullable ProxyOptions proxy;
  private final HttpClientAgent agent;
  private final Promise<Connection> promise = Promise.promise();
  private long timer;

  ConnectAttempt(Vertx vertx, ConnectRequest request, HttpClientTransportOptions options) {
    this.vertx = vertx;
    this.request = request;
    this.options = options;
    SocketAddress address = request.address();
    boolean proxied = address.isInetSocket() && options.getProxy().isProxied(address.host());
    this.proxy = proxied ? options.getProxy().getServer() : null;
    this.agent = HttpConfigs.client(vertx, request.timeout(), options);
  }

  Connecting start(Function<Opened, Connection> factory) {
    timer = vertx.setTimer(Math.max(1, request.timeout().toMillis()), id -> timedOut());
    HostAndPort authority = HostAndPort.parseAuthority(request.authority(), -1);
    var connect = new HttpConnectOptions().setServer(request.address());
    if (authority != null) {
      connect.setHost(authority.host());
      connect.setPort(authority.port() > 0 ? authority.port() : options.isPlaintext() ? 80 : 443);
    }
    if (proxy != null) {
      connect.setProxyOptions(proxy);
    }
    agent
        .connect(connect)
        .compose(this::checkVersion)
        .onSuccess(connection -> connected(factory, connection))
        .onFailure(this::failed);
    return this;
  }

  @Override
  public Future<Connection> connection() {
    return promise.future();
  }

  @Override
  public void abort() {
    fail("the attempt was given up", null);
  }

  private Future<HttpClientConnection> checkVersion(HttpClientConnection connection) {
    if (options.isHttp1() || connection.protocolVersion() == HttpVersion.HTTP_2) {
      return Future.succeededFuture(connection);
    }
    return Future.failedFuture(
        "the peer chose "
            + connection.protocolVersion().alpnName()
            + " by ALPN, but gRPC needs h2");
  }

  private void connected(Function<Opened, Connection> factory, HttpClientConnection connection) {
    if (promise.future().isComplete()) {
      return; // given up meanwhile, the agent is closed
    }
    vertx.cancelTimer(timer);
    promise.complete(factory.apply(new Opened(agent, connection)));
  }

  private void timedOut() {
    fail(through() + "no HTTP/2 settings within " + request.timeout().toMillis() + " ms", null);
  }

  private void failed(Throwable failure) {
    String why = Failures.connectMessage(failure);
    boolean oldHttp = why.startsWith("HTTP/1") && !options.isHttp1();
    fail(through() + (oldHttp ? why + ": the peer did not choose h2 by ALPN" : why), failure);
  }

  /** Says in a message that there was a proxy in between. */
  private String through() {
    return proxy == null ? "" : "proxy " + proxy.getHost() + ":" + proxy.getPort() + " ";
  }

  private void fail(String why, Throwable cause) {
    Status status = Status.of(Code.UNAVAILABLE, why);
    if (promise.tryFail(new StatusException(cause == null ? status : status.withCause(cause)))) {
      vertx.cancelTimer(timer);
      HttpConfigs.close(agent).onFailure(Failures::logLate);
    }
  }
}
