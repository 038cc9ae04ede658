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

  /** Both ends of a connection; the client's preface was read. */
  record Accepted(Connection connection, RawPeer peer) {}

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final ServerSocket socket;
  final Context context = ((VertxInternal) vertx).createEventLoopContext();
  final Connection connection;

  /** The server's end of the connection; the client's preface was read. */
  final RawPeer peer;

  private final HttpClientTransport transport;
  private final boolean http1;

  /** Takes one connection, and begins it with the given bytes. */
  ScriptedServer(byte[] beginning) {
    this(beginning, new KeepaliveOptions());
  }

  /** Takes one connection of a client with the given options, and begins it. */
  ScriptedServer(byte[] beginning, KeepaliveOptions keepalive) {
    this(beginning, new HttpClientTransportOptions().setKeepalive(keepalive));
  }

  /** The same with all options, but in plaintext; HTTP/1.1 begins with nothing. */
  ScriptedServer(byte[] beginning, HttpClientTransportOptions options) {
    http1 = options.isHttp1();
    try {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    transport =
        new HttpClientTransport(
            vertx, options.setPlaintext(true), Codecs.defaults(), Compressors.defaults());
    var first = accept(beginning);
    peer = first.peer();
    connection = first.connection();
  }

  /** Has the client connect once more, and takes that connection. */
  Accepted accept(byte[] beginning) {
    try {
      var request =
          new ConnectRequest(
              SocketAddress.inetSocketAddress(socket.getLocalPort(), "127.0.0.1"),
              "localhost",
              PATIENCE);
      var connecting = Recorder.on(context, () -> transport.connect(request));
      var accepted = new RawPeer(socket.accept());
      if (!http1) {
        accepted.text(FrameBytes.PREFACE.length);
        accepted.send(beginning, FrameBytes.settingsAck());
      }
      return new Accepted(
          Recorder.await(connecting.connection().toCompletionStage().toCompletableFuture()),
          accepted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a call, and waits until its request is there. */
  Recorder call() {
    Recorder call = callWithoutWaiting();
    peer.next(FrameBytes.HEADERS);
    return call;
  }

  /** Starts a call. */
  Recorder callWithoutWaiting() {
    return call(connection);
  }

  /** Starts a call on a connection. */
  Recorder call(Connection on) {
    var call = Recorder.call(context, on, Recorder.head("/test.Wire/Echo", Metadata.EMPTY, null));
    return call.write(Frame.HalfClose.INSTANCE).fetch(Long.MAX_VALUE);
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
