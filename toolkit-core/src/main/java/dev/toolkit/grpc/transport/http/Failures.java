package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.call.Frame.Trailers;
import dev.toolkit.grpc.protocol.ResetCodes;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Says what the failures of Vert.x's HTTP mean for a call. */
final class Failures {

  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  /** What Netty says before the status of a proxy, which it gives in no other way. */
  private static final String PROXY_STATUS = "status: ";

  private Failures() {}

  /**
   * What a peer said when it left. It is kept because the bytes of its debug data are gone when the
   * connection closes.
   */
  record Goodbye(long lastStreamId, long code, String debugData) {

    static Goodbye of(int lastStreamId, long code, ByteBuf debugData) {
      return new Goodbye(lastStreamId, code, debugData.toString(StandardCharsets.UTF_8).strip());
    }

    /** What both say that a peer sent when it left: the last stream is the later one's. */
    Goodbye then(Goodbye later) {
      boolean saysMore = later.code != 0 || !later.debugData.isEmpty();
      return saysMore ? later : new Goodbye(later.lastStreamId, code, debugData);
    }

    /** Whether the peer has not processed a stream, nor will. */
    boolean isPast(long streamId) {
      return streamId < 0 || streamId > lastStreamId;
    }

    String text() {
      String name = "GOAWAY " + ResetCodes.nameOf(code);
      return debugData.isEmpty() ? name : name + " " + debugData;
    }
  }

  /**
   * The end of a client's call whose stream failed, on a connection that the peer may have left.
   */
  static Trailers of(Throwable failure, long streamId, String peer, @Nullable Goodbye goodbye) {
    if (failure instanceof StreamResetException reset) {
      return ofReset(reset.getCode(), peer);
    }
    if (failure instanceof HttpClosedException) {
      return ofClosed(streamId, peer, goodbye);
    }
    if (failure instanceof Http2Exception) {
      String message = "the response of " + peer + " breaks HTTP/2: " + failure.getMessage();
      return Trailers.transport(Status.of(Code.INTERNAL, message), Progress.PROCESSED);
    }
    String message = "the connection to " + peer + " failed: " + rootMessage(failure);
    return Trailers.transport(
        Status.of(Code.UNAVAILABLE, message).withCause(failure), Progress.PROCESSED);
  }

  /** The end of a client's call whose stream Vert.x reset for the sake of the response's head. */
  static Trailers ofBrokenHead(String peer) {
    String message = "the response of " + peer + " breaks HTTP/2: its head has no valid :status";
    return Trailers.transport(Status.of(Code.INTERNAL, message), Progress.PROCESSED);
  }

  /** The end of a client's call for which no stream could be opened. */
  static Trailers notSent(Throwable failure) {
    return Trailers.transport(
        Status.of(Code.UNAVAILABLE, rootMessage(failure)).withCause(failure), Progress.NOT_SENT);
  }

  /** The end of a client's call whose stream was reset by the peer. */
  static Trailers ofReset(long code, String peer) {
    Status status =
        Status.of(
            ResetCodes.codeOf(code), peer + " reset the stream with " + ResetCodes.nameOf(code));
    boolean refused = code == ResetCodes.REFUSED_STREAM;
    return Trailers.transport(status, refused ? Progress.REFUSED : Progress.PROCESSED);
  }

  /** The message of the innermost cause that has one. */
  static String rootMessage(Throwable failure) {
    String message = failure.toString();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t.getMessage() != null) {
        message = t.getMessage();
      }
    }
    return message;
  }

  /** Why no connection could be opened; of a proxy's refusal, what the proxy answered. */
  static String connectMessage(Throwable failure) {
    String message = rootMessage(failure);
    int status = message.indexOf(PROXY_STATUS);
    boolean refused = failure instanceof ProxyConnectException && status >= 0;
    return refused ? "answered " + message.substring(status + PROXY_STATUS.length()) : message;
  }

  /** Takes note of a failure that nobody waits for any more. */
  static void logLate(@Nullable Throwable failure) {
    LOG.log(System.Logger.Level.DEBUG, "failed after nobody waited any more", failure);
  }

  private static Trailers ofClosed(long streamId, String peer, @Nullable Goodbye goodbye) {
    String message = "the connection to " + peer + " was closed";
    if (goodbye == null) {
      return Trailers.transport(Status.of(Code.UNAVAILABLE, message), Progress.PROCESSED);
    }
    boolean refused = goodbye.isPast(streamId);
    return Trailers.transport(
        Status.of(Code.UNAVAILABLE, message + ", received prior " + goodbye.text()),
        refused ? Progress.REFUSED : Progress.PROCESSED);
  }
}
