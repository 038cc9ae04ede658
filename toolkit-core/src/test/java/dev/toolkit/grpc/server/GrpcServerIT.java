package dev.toolkit.grpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.transport.http.HttpClientTransportOptions;
import dev.toolkit.grpc.transport.http.HttpServerTransportOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on sockets: its own port, somebody else's, TLS. */
class GrpcServerIT {

  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void installedServerSharesThePortWithOtherHttp() {
    HttpServer http =
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
    http.requestHandler(request -> request.response().end("other " + request.path()));
    server(plaintext()).install(http);
    await(http.listen());

    assertEquals("hi", call(client(http.actualPort(), plaintextClient()), "hi"));
    assertEquals("other /page", get(http.actualPort(), "/page"));
  }

  @Test
  void handlerTakesCallsOfARoute() {
    var calls = server(plaintext()).requestHandler();
    HttpServer http =
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
    http.requestHandler(calls);
    await(http.listen());

    assertEquals("hi", call(client(http.actualPort(), plaintextClient()), "hi"));
    HttpClientResponse refused = response(http.actualPort(), "/page");
    assertEquals(415, refused.statusCode());
  }

  @Test
  void requestThatIsNoCallIsAnswered415() {
    GrpcServer server = started(plaintext());

    HttpClientResponse refused = response(server.actualPort(), "/page");

    assertEquals(415, refused.statusCode());
    assertEquals("3", refused.getHeader("grpc-status"));
  }

  @Test
  void callsRunOverTls() throws Exception {
    Keys keys = Keys.of(folder, "server");
    GrpcServer server = started(tls(keys));

    assertEquals("hi", call(client(server.actualPort(), trusting(keys)), "hi"));
  }

  @Test
  void clientRefusesACertificateThatItDoesNotTrust() throws Exception {
    GrpcServer server = started(tls(Keys.of(folder, "server")));
    var client = client(server.actualPort(), trusting(Keys.of(folder, "other")));

    StatusException failure = assertThrows(StatusException.class, () -> call(client, "hi"));

    assertEquals(Code.UNAVAILABLE, failure.code());
    assertTrue(failure.getMessage().contains("certification path"), failure.getMessage());
  }

  @Test
  void serverAsksForACertificate() throws Exception {
    Keys keys = Keys.of(folder, "server");
    Keys mine = Keys.of(folder, "client");
    var options = tls(keys);
    options.getSsl().setClientAuth(ClientAuth.REQUIRED).setTrustOptions(mine.options());
    GrpcServer server = started(options);
    var known = trusting(keys);
    known.getSsl().setKeyCertOptions(mine.options());

    assertEquals("hi", call(client(server.actualPort(), known), "hi"));
    var stranger = client(server.actualPort(), trusting(keys));
    StatusException failure = assertThrows(StatusException.class, () -> call(stranger, "hi"));
    assertEquals(Code.UNAVAILABLE, failure.code());
  }

  @Test
  void certificateIsReplacedWhileServing() throws Exception {
    Keys before = Keys.of(folder, "before");
    Keys after = Keys.of(folder, "after");
    GrpcServer server = started(tls(before));
    var old = client(server.actualPort(), trusting(before));
    assertEquals("hi", call(old, "hi"));

    await(server.updateSsl(tls(after).getSsl()));

    assertEquals("hi", call(client(server.actualPort(), trusting(after)), "hi"));
    assertEquals("still here", call(old, "still here"));
    var late = client(server.actualPort(), trusting(before));
    assertThrows(StatusException.class, () -> call(late, "hi"));
  }

  @Test
  void clientNamesAPeerThatDoesNotOfferHttp2() throws Exception {
    Keys keys = Keys.of(folder, "server");
    var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true);
    options.setKeyCertOptions(keys.options());
    HttpServer http = vertx.createHttpServer(options).requestHandler(r -> r.response().end());
    await(http.listen());
    var client = client(http.actualPort(), trusting(keys));

    StatusException failure = assertThrows(StatusException.class, () -> call(client, "hi"));

    assertEquals(Code.UNAVAILABLE, failure.code());
    assertTrue(failure.getMessage().contains("ALPN"), failure.getMessage());
  }

  @Test
  void serverWithoutTlsMustSayThatItServesPlaintext() {
    GrpcServer server = server(new HttpServerTransportOptions());

    var failure = assertThrows(IllegalArgumentException.class, () -> await(server.start()));

    assertTrue(failure.getMessage().contains("neither TLS (ssl) nor plaintext"));
  }

  @Test
  void portInUseFailsTheStartByName() {
    GrpcServer first = started(plaintext());
    var options = new GrpcServerOptions().setHost("127.0.0.1").setPort(first.actualPort());
    Vertx elsewhere = Vertx.vertx();
    GrpcServer second = GrpcServer.create(elsewhere, options.setHttp(plaintext()));

    var failure = assertThrows(IllegalStateException.class, () -> await(second.start()));

    assertTrue(failure.getMessage().contains("127.0.0.1:" + first.actualPort()));
    await(elsewhere.close());
  }

  private GrpcServer server(HttpServerTransportOptions http) {
    var options = new GrpcServerOptions().setHost("127.0.0.1").setPort(0).setHttp(http);
    return GrpcServer.create(vertx, options)
        .add(Echo.service().unary(Echo.UNARY, Future::succeededFuture).build());
  }

  private GrpcServer started(HttpServerTransportOptions http) {
    GrpcServer server = server(http);
    await(server.start());
    return server;
  }

  private GrpcClient client(int port, HttpClientTransportOptions http) {
    var options = new GrpcClientOptions().setTarget("localhost:" + port).setHttp(http);
    return GrpcClient.create(vertx, options);
  }

  private String call(GrpcClient client, String text) {
    StringValue request = Echo.text(text);
    return await(client.unary(Echo.UNARY, request, client.callOptions())).getValue();
  }

  private HttpClientResponse response(int port, String path) {
    return await(
        vertx
            .createHttpClient()
            .request(HttpMethod.GET, port, "127.0.0.1", path)
            .compose(request -> request.send()));
  }

  private String get(int port, String path) {
    return await(
        vertx
            .createHttpClient()
            .request(HttpMethod.GET, port, "127.0.0.1", path)
            .compose(request -> request.send().compose(HttpClientResponse::body))
            .map(Buffer::toString));
  }

  private static HttpServerTransportOptions plaintext() {
    return new HttpServerTransportOptions().setPlaintext(true);
  }

  private static HttpClientTransportOptions plaintextClient() {
    return new HttpClientTransportOptions().setPlaintext(true);
  }

  private static HttpServerTransportOptions tls(Keys keys) {
    return new HttpServerTransportOptions()
        .setSsl(new ServerSSLOptions().setKeyCertOptions(keys.options()));
  }

  private static HttpClientTransportOptions trusting(Keys keys) {
    return new HttpClientTransportOptions()
        .setSsl(new ClientSSLOptions().setTrustOptions(keys.options()));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
