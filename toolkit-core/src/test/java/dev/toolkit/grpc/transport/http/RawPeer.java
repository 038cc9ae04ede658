package dev.toolkit.grpc.transport.http;

import static dev.toolkit.grpc.transport.http.FrameBytes.PREFACE;
import static dev.toolkit.grpc.transport.http.FrameBytes.settings;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One end of a connection that sends what a test says, byte for byte, and reads frames: a scripted
 * peer, as a client or, on an accepted socket, as a server.
 *
 * <p>It answers nothing by itself. Reading blocks for at most ten seconds.
 */
final class RawPeer implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int BUFFER = 8 * 1024;
  private static final int MAX_HEADERS = 1 << 20;

  /** A frame that came; {@code type} is -1 for the end of the connection. */
  record Received(int type, int flags, int streamId, byte[] payload) {

    static final int CLOSED = -1;

    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    boolean isClosed() {
      return type == CLOSED;
    }

    /** The last stream of a GOAWAY. */
    int lastStreamId() {
      return ByteBuffer.wrap(payload).getInt() & Integer.MAX_VALUE;
    }

    /** What a GOAWAY says besides. */
    String debugData() {
      return new String(payload, 8, payload.length - 8, StandardCharsets.US_ASCII);
    }

    /** The code of a RST_STREAM or a GOAWAY. */
    int code() {
      return ByteBuffer.wrap(payload).getInt(type == FrameBytes.GOAWAY ? 4 : 0);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder headersDecoder =
      new DefaultHttp2HeadersDecoder(false, MAX_HEADERS);

  RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
  }

  /** A connection on which nothing was said yet. */
  static RawPeer connect(int port) {
    try {
      var socket = new Socket();
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      return new RawPeer(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection of a client that has sent its preface with empty settings. */
  static RawPeer client(int port) {
    RawPeer peer = connect(port);
    peer.send(PREFACE, settings());
    return peer;
  }

  /** The same over TLS, of a client that trusts everybody. */
  static RawPeer tlsClient(int port) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      var loopback = InetAddress.getLoopbackAddress();
      var socket = (SSLSocket) context.getSocketFactory().createSocket(loopback, port);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new RawPeer(socket).send(PREFACE, settings());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends bytes; does nothing if the connection is closed. */
  RawPeer send(byte[]... parts) {
    trySend(FrameBytes.join(parts));
    return this;
  }

  /** Sends bytes, and says whether the connection took them. */
  boolean trySend(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The next frame, or the end of the connection. */
  Received next() {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int streamId = in.readInt() & Integer.MAX_VALUE;
      byte[] payload = new byte[length];
      in.readFully(payload);
      return new Received(type, flags, streamId, payload);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing within " + PATIENCE_MILLIS + " ms", e);
    } catch (IOException e) {
      return new Received(Received.CLOSED, 0, 0, FrameBytes.EMPTY);
    }
  }

  /** The next frame of a type, or the end of the connection if it comes before. */
  Received next(int type) {
    Received frame = next();
    while (frame.type() != type && !frame.isClosed()) {
      if (frame.type() == FrameBytes.HEADERS) {
        headersOf(frame);
      }
      frame = next();
    }
    return frame;
  }

  /** The first GOAWAY or RST_STREAM, or the end of the connection. */
  Received nextError() {
    Received frame = next();
    while (frame.type() != FrameBytes.GOAWAY
        && frame.type() != FrameBytes.RST_STREAM
        && !frame.isClosed()) {
      if (frame.type() == FrameBytes.HEADERS) {
        headersOf(frame);
      }
      frame = next();
    }
    return frame;
  }

  /** The headers of a HEADERS frame; each must be decoded, in order, to decode the next. */
  Map<String, String> headersOf(Received frame) {
    ByteBuf block = Unpooled.wrappedBuffer(frame.payload());
    block.skipBytes(frame.has(FrameBytes.WITH_PRIORITY) ? 5 : 0);
    try {
      Http2Headers headers = headersDecoder.decodeHeaders(frame.streamId(), block);
      Map<String, String> map = new LinkedHashMap<>();
      headers.forEach(entry -> map.put(entry.getKey().toString(), entry.getValue().toString()));
      return map;
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Reads until a stream ends; its last headers, with {@code reset} or {@code closed} if so. */
  Map<String, String> response(int streamId) {
    Map<String, String> last = new LinkedHashMap<>();
    while (true) {
      Received frame = next();
      if (frame.isClosed()) {
        last.put("closed", "true");
        return last;
      }
      if (frame.type() == FrameBytes.HEADERS) {
        Map<String, String> headers = headersOf(frame);
        if (frame.streamId() == streamId) {
          last.putAll(headers);
        }
      }
      if (frame.type() == FrameBytes.GOAWAY && frame.code() != 0) {
        last.put("goaway", Integer.toString(frame.code()));
      }
      if (frame.streamId() != streamId) {
        continue;
      }
      if (frame.type() == FrameBytes.RST_STREAM) {
        last.put("reset", Integer.toString(frame.code()));
        return last;
      }
      if (frame.has(FrameBytes.END_STREAM)
          && (frame.type() == FrameBytes.HEADERS || frame.type() == FrameBytes.DATA)) {
        return last;
      }
    }
  }

  /** Reads bytes until the connection ends or the patience does; says whether it ended. */
  boolean awaitClosed() {
    try {
      byte[] dropped = new byte[8192];
      while (in.read(dropped) >= 0) {
        // Only the end is of interest.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** A line of HTTP/1.1, empty at the end of a head. */
  String line() {
    var line = new StringBuilder();
    try {
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString().strip();
  }

  /** Drops the rest of a head of HTTP/1.1. */
  RawPeer skipHead() {
    while (!line().isEmpty()) {
      // The next line.
    }
    return this;
  }

  /** Reads what is there as text, up to a length, for a peer that speaks HTTP/1.1. */
  String text(int length) {
    try {
      return new String(in.readNBytes(length), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (EOFException e) {
      return "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Drops what has arrived without waiting for more. */
  void drop() {
    try {
      in.skipNBytes(in.available());
    } catch (IOException e) {
      // It is closed, which the next write says.
      return;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
