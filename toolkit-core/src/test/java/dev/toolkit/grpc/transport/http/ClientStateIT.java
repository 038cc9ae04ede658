package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.goAway;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.settingsAck;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client says of its state when the other side is played by a test. */
class ClientStateIT {

  private static final int CALM = 0xb; // ENHANCE_YOUR_CALM
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = ((VertxInternal) vertx).createEventLoopContext();
  private final LinkedBlockingQueue<ConnectivityState> states = new LinkedBlockingQueue<>();
  private final ServerSocket socket;
  private final int port;

  ClientStateIT() throws IOException {
    socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    port = socket.getLocalPort();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    await(vertx.close());
  }

  @Test
  void aRefusedConnectionIsNamed() throws IOException {
    socket.close();
    GrpcClient client = client(new KeepaliveOptions());

    String message = notReady(client, Duration.ofMillis(500));

    String expected =
        "UNAVAILABLE: 127.0.0.1:%d is TRANSIENT_FAILURE, not ready after 500 ms: cannot connect to"
            + " 127.0.0.1:%d: Connection refused";
    assertEquals(expected.formatted(port, port), message);
  }

  @Test
  void aServerIsReadyWhenItsSettingsHaveArrived() throws Exception {
    GrpcClient client = client(new KeepaliveOptions());
    on(() -> hear(client));
    var peer = accept();
    assertEquals(ConnectivityState.CONNECTING, next());
    assertEquals(ConnectivityState.CONNECTING, on(() -> Future.succeededFuture(client.state())));

    peer.send(settings(), settingsAck());

    assertEquals(ConnectivityState.READY, next());
    peer.close();
  }

  @Test
  void whatAServerSaidWhenItLeftIsNamed() throws Exception {
    GrpcClient client = client(new KeepaliveOptions());
    on(() -> hear(client));
    var peer = accept().send(settings(), settingsAck());
    assertEquals(ConnectivityState.CONNECTING, next());
    assertEquals(ConnectivityState.READY, next());

    peer.send(goAway(0, CALM, "too_many_pings"));
    assertEquals(ConnectivityState.IDLE, next());
    String message = notReady(client, Duration.ofMillis(300));

    assertTrue(message.endsWith("GOAWAY ENHANCE_YOUR_CALM too_many_pings"), message);
    peer.close();
  }

  @Test
  void aServerThatIsSilentIsNamed() throws Exception {
    var keepalive =
        new KeepaliveOptions()
            .setShortTimeAllowed(true)
            .setTime(Duration.ofMillis(100))
            .setTimeout(Duration.ofMillis(100))
            .setPermitWithoutCalls(true);
    GrpcClient client = client(keepalive);
    on(() -> hear(client));
    var peer = accept().send(settings(), settingsAck());
    assertEquals(ConnectivityState.CONNECTING, next());
    assertEquals(ConnectivityState.READY, next());

    assertEquals(ConnectivityState.IDLE, next());
    String message = notReady(client, Duration.ofMillis(300));

    assertTrue(message.endsWith("was lost: keepalive timeout after 100 ms"), message);
    peer.close();
  }

  private GrpcClient client(KeepaliveOptions keepalive) {
    var options = new GrpcClientOptions().setTarget("127.0.0.1:" + port);
    options.getHttp().setPlaintext(true).setKeepalive(keepalive);
    return GrpcClient.create(vertx, options);
  }

  private Future<Void> hear(GrpcClient client) {
    client.stateHandler(states::add);
    client.connect();
    return Future.succeededFuture();
  }

  /** The server's end of a connection; the client's preface was read. */
  private RawPeer accept() throws IOException {
    var peer = new RawPeer(socket.accept());
    peer.text(FrameBytes.PREFACE.length);
    return peer;
  }

  private ConnectivityState next() throws InterruptedException {
    return states.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private String notReady(GrpcClient client, Duration timeout) {
    return assertThrows(RuntimeException.class, () -> on(() -> client.awaitReady(timeout)))
        .getMessage();
  }

  private <T> T on(Callable<Future<T>> step) {
    return await(Recorder.on(context, step));
  }

  private static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
