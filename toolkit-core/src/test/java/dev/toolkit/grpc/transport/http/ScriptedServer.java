package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connection;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** A server played by a test, and a connection of our client to it. */
final class ScriptedServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final ServerSocket socket;
  final Context context = ((VertxInternal) vertx).createEventLoopContext();
  final Connection connection;

  /** The server's end of the connection; the client's preface was read. */
  final RawPeer peer;

  /** Takes one connection, and begins it with the given bytes. */
  ScriptedServer(byte[] beginning) {
    try {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      var transport =
          new HttpClientTransport(
              vertx,
              new HttpClientTransportOptions().setPlaintext(true),
              Codecs.defaults(),
              Compressors.defaults());
      var request =
          new ConnectRequest(
              SocketAddress.inetSocketAddress(socket.getLocalPort(), "127.0.0.1"),
              "localhost",
              PATIENCE);
      var connecting = Recorder.on(context, () -> transport.connect(request));
      peer = new RawPeer(socket.accept());
      peer.text(FrameBytes.PREFACE.length);
      peer.send(beginning, FrameBytes.settingsAck());
      connection =
          Recorder.await(connecting.connection().toCompletionStage().toCompletableFuture());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a call, and waits until its request is there. */
  Recorder call() {
    var call =
        Recorder.call(context, connection, Recorder.head("/test.Wire/Echo", Metadata.EMPTY, null));
    call.write(Frame.HalfClose.INSTANCE).fetch(Long.MAX_VALUE);
    peer.next(FrameBytes.HEADERS);
    return call;
  }

  @Override
  public void close() {
    peer.close();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Recorder.await(vertx.close().toCompletionStage().toCompletableFuture());
  }
}
