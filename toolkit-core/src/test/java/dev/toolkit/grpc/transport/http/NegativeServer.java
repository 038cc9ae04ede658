package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.block;
import static dev.toolkit.grpc.transport.http.FrameBytes.data;
import static dev.toolkit.grpc.transport.http.FrameBytes.headers;
import static dev.toolkit.grpc.transport.http.FrameBytes.join;
import static dev.toolkit.grpc.transport.http.FrameBytes.message;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;
import static dev.toolkit.grpc.transport.http.FrameBytes.settingsAck;
import static dev.toolkit.grpc.transport.http.FrameBytes.windowUpdate;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.transport.http.RawPeer.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A server of large messages that treats its connections, one after the other, as a script says.
 */
final class NegativeServer implements AutoCloseable {

  /** The size of a response's text. */
  static final int RESPONSE = 314_159;

  private static final int MAX_CONCURRENT_STREAMS = 0x3;
  private static final int INITIAL_WINDOW = 0x4;
  private static final int WINDOW = 1 << 24;
  private static final int FRAME = 16 * 1024;
  private static final int ALL_STREAMS = 1000;
  private static final byte[] RESPONSE_BYTES =
      message(0, StringValue.of("r".repeat(RESPONSE)).toByteArray());

  private final ServerSocket socket;
  private final BiConsumer<RawPeer, Integer> answer;
  private final int maxStreams;
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "negative-server");
  private final AtomicInteger connections = new AtomicInteger();

  /** Answers each request by a script, which gets its stream. */
  NegativeServer(BiConsumer<RawPeer, Integer> answer) {
    this(ALL_STREAMS, answer);
  }

  /** Allows so many streams at a time. */
  NegativeServer(int maxStreams, BiConsumer<RawPeer, Integer> answer) {
    this.maxStreams = maxStreams;
    this.answer = answer;
    try {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many connections came. */
  int connections() {
    return connections.get();
  }

  /** What went wrong, when the connections are closed. */
  List<Throwable> failures() {
    return failures;
  }

  static byte[] head(int stream) {
    return headers(stream, false, block(":status", "200", "content-type", "application/grpc"));
  }

  static byte[] response(int stream) {
    return frames(stream, RESPONSE_BYTES);
  }

  static byte[] halfResponse(int stream) {
    return frames(stream, Arrays.copyOf(RESPONSE_BYTES, RESPONSE / 2));
  }

  static byte[] ok(int stream) {
    return headers(stream, true, block("grpc-status", "0"));
  }

  /** Fails the test, from the thread of the server. */
  static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      thread.join();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void run() {
    while (!socket.isClosed()) {
      try (var peer = new RawPeer(socket.accept())) {
        connections.incrementAndGet();
        peer.text(FrameBytes.PREFACE.length);
        peer.send(
            settings(MAX_CONCURRENT_STREAMS, maxStreams, INITIAL_WINDOW, WINDOW),
            windowUpdate(0, WINDOW),
            settingsAck());
        for (int stream = request(peer); stream > 0; stream = request(peer)) {
          answer.accept(peer, stream);
        }
      } catch (IOException e) {
        // The socket was closed, or the client has gone.
      } catch (AssertionError e) {
        failures.add(e);
      }
    }
  }

  /** Reads a whole request; its stream, or 0 if the client has gone. */
  private static int request(RawPeer peer) {
    Received frame = peer.next(FrameBytes.HEADERS);
    int stream = frame.streamId();
    while (!frame.isClosed() && !frame.has(FrameBytes.END_STREAM)) {
      frame = peer.next(FrameBytes.DATA);
    }
    return frame.isClosed() ? 0 : stream;
  }

  private static byte[] frames(int stream, byte[] message) {
    byte[] frames = new byte[0];
    for (int i = 0; i < message.length; i += FRAME) {
      byte[] piece = Arrays.copyOfRange(message, i, Math.min(message.length, i + FRAME));
      frames = join(frames, data(stream, false, piece));
    }
    return frames;
  }
}
