package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.server.Keys;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connection;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections through a scripted proxy, see gRFC A1. */
class HttpProxyIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();

  /** Kept: a client that nobody holds is closed by the garbage collector, with its connections. */
  private final NetClient tunnels = vertx.createNetClient();

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServerTransport server =
      new HttpServerTransport(
          vertx,
          "127.0.0.1",
          0,
          new HttpServerTransportOptions().setPlaintext(true),
          Codecs.defaults(),
          Compressors.defaults());
  private NetServer proxy;
  private int destination;
  private String answer = "HTTP/1.1 200 Connection established\r\n\r\n";

  @BeforeEach
  void start() throws Exception {
    server.start(call -> {}).await(10, TimeUnit.SECONDS);
    destination = server.actualPort();
    proxy =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(bytes -> request(socket, bytes)))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void end() throws Exception {
    server.shutdown(Duration.ZERO).await(10, TimeUnit.SECONDS);
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  /** Whatever is asked for, the tunnel ends at the server. */
  private void request(NetSocket socket, Buffer bytes) {
    requests.add(bytes.toString());
    if (!answer.contains(" 200 ")) {
      socket.write(answer).onComplete(written -> socket.close());
      return;
    }
    socket.pause();
    tunnels
        .connect(destination, "127.0.0.1")
        .onSuccess(
            tunnel -> {
              socket.write(answer);
              tunnel.pipeTo(socket);
              socket.pipeTo(tunnel);
            });
  }

  private Connection connect(SocketAddress address, HttpProxyOptions options) {
    return connect(
        address,
        "orders.example:50051",
        new HttpClientTransportOptions().setPlaintext(true).setProxy(options));
  }

  private Connection connect(
      SocketAddress address, String authority, HttpClientTransportOptions options) {
    var transport =
        new HttpClientTransport(vertx, options, Codecs.defaults(), Compressors.defaults());
    var request = new ConnectRequest(address, authority, PATIENCE);
    var connecting = Recorder.on(context, () -> transport.connect(request));
    return Recorder.await(connecting.connection().toCompletionStage().toCompletableFuture());
  }

  private ProxyOptions server() {
    return new ProxyOptions().setHost("127.0.0.1").setPort(proxy.actualPort());
  }

  private String failure(HttpProxyOptions options) {
    var address = SocketAddress.inetSocketAddress(50051, "orders.example");
    var failure = assertThrows(RuntimeException.class, () -> connect(address, options));
    var status = ((StatusException) failure).status();
    assertEquals(Code.UNAVAILABLE, status.code());
    return status.message();
  }

  @Test
  void theProxyIsAskedForTheNameThatWasNotLookedUp() {
    Connection connection =
        connect(
            SocketAddress.inetSocketAddress(50051, "orders.example"),
            new HttpProxyOptions().setServer(server()));

    Recorder.await(connection.ping().toCompletionStage().toCompletableFuture());

    assertEquals(1, requests.size());
    assertTrue(requests.get(0).startsWith("CONNECT orders.example:50051 HTTP/1.1\r\n"));
    assertTrue(requests.get(0).toLowerCase(Locale.ROOT).contains("host: orders.example"));
  }

  @Test
  void anAddressIsAskedForAsItIs() {
    connect(
        SocketAddress.inetSocketAddress(50051, "10.0.0.1"),
        new HttpProxyOptions().setServer(server()));

    assertTrue(requests.get(0).startsWith("CONNECT 10.0.0.1:50051 HTTP/1.1\r\n"));
  }

  @Test
  void userAndPasswordGoToTheProxyAsBasic() {
    connect(
        SocketAddress.inetSocketAddress(50051, "orders.example"),
        new HttpProxyOptions().setServer(server().setUsername("me").setPassword("secret")));

    assertTrue(requests.get(0).contains("Basic bWU6c2VjcmV0\r\n"), "base64 of me:secret is sent");
  }

  @Test
  void tlsGoesThroughTheProxyAndProvesTheAuthority(@TempDir Path folder) throws Exception {
    Keys keys = Keys.of(folder, "server");
    var secure =
        new HttpServerTransport(
            vertx,
            "127.0.0.1",
            0,
            new HttpServerTransportOptions()
                .setSsl(new ServerSSLOptions().setKeyCertOptions(keys.options())),
            Codecs.defaults(),
            Compressors.defaults());
    secure.start(call -> {}).await(10, TimeUnit.SECONDS);
    destination = secure.actualPort();
    var options =
        new HttpClientTransportOptions()
            .setSsl(new ClientSSLOptions().setTrustOptions(keys.options()))
            .setProxy(new HttpProxyOptions().setServer(server()));
    var address = SocketAddress.inetSocketAddress(50051, "orders.example");

    Connection connection = connect(address, "localhost:50051", options);
    Recorder.await(connection.ping().toCompletionStage().toCompletableFuture());

    assertTrue(requests.get(0).startsWith("CONNECT orders.example:50051 HTTP/1.1\r\n"));
    var failure =
        assertThrows(
            StatusException.class, () -> connect(address, "orders.example:50051", options));
    assertTrue(failure.status().message().contains("orders.example"), failure.getMessage());
    secure.shutdown(Duration.ZERO).await(10, TimeUnit.SECONDS);
  }

  @Test
  void anExceptionIsReachedWithoutTheProxy() {
    connect(
        SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1"),
        new HttpProxyOptions().setServer(server()).setExceptions(List.of("127.0.0.0/8")));

    assertEquals(List.of(), requests);
  }

  @Test
  void aRefusalNamesTheProxyAndItsAnswer() {
    answer = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n";

    String message = failure(new HttpProxyOptions().setServer(server()));

    assertEquals("proxy 127.0.0.1:" + proxy.actualPort() + " answered 403 Forbidden", message);
  }

  @Test
  void aProxyThatAsksForAPasswordIsNamed() {
    answer = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";

    String message = failure(new HttpProxyOptions().setServer(server()));

    assertTrue(message.endsWith("answered 407 Proxy Authentication Required"), message);
  }

  @Test
  void aProxyThatIsNotThereIsNamed() throws ExecutionException, InterruptedException {
    HttpProxyOptions options = new HttpProxyOptions().setServer(server());
    proxy.close().toCompletionStage().toCompletableFuture().get();

    String message = failure(options);

    assertTrue(message.startsWith("proxy 127.0.0.1:" + options.getServer().getPort()), message);
    assertTrue(message.contains("Connection refused"), message);
  }
}
