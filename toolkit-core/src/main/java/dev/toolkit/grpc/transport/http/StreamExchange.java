package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.protocol.ResetCodes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpRequestHead;
import io.vertx.core.http.impl.HttpResponseHead;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.http.impl.headers.HttpHeaders;
import io.vertx.core.http.impl.headers.HttpResponseHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An exchange of HTTP/2 on Vert.x's stream, below its request and response objects; see
 * docs/decisions/0021.
 */
final class StreamExchange implements ServerExchange {

  private static final int OK = 200;
  private static final long ENHANCE_YOUR_CALM = 0xb; // ENHANCE_YOUR_CALM

  /** The stream of a request that came with {@code Upgrade: h2c}: no window bounds its body. */
  private static final long UPGRADED = 1;

  private final HttpServerStream stream;
  private final HttpRequestHead request;
  private String contentType = "";
  private @Nullable HttpResponseHeaders headers;
  private @Nullable HttpHeaders trailers;
  private Listener listener;
  private int status = OK;
  private boolean headSent;
  private boolean requestEnded;
  private boolean wasPaused;
  private boolean failed;

  StreamExchange(HttpServerStream stream, HttpRequestHead request) {
    this.stream = stream;
    this.request = request;
    this.listener = new Refused(this);
  }

  @Override
  public String method() {
    return request.method.name();
  }

  @Override
  public String uri() {
    return request.uri;
  }

  @Override
  public String authority() {
    return request.authority == null ? "" : request.authority.toString();
  }

  @Override
  public MultiMap headers() {
    return request.headers;
  }

  @Override
  public boolean isHttp2() {
    return true;
  }

  @Override
  public HttpConnection connection() {
    return stream.connection();
  }

  @Override
  public void start(Listener listener) {
    this.listener = listener;
    stream.dataHandler(listener::data);
    stream.trailersHandler(rest -> ended(listener));
    stream.resetHandler(code -> fail(listener, "the client reset the stream with " + name(code)));
    stream.exceptionHandler(failure -> fail(listener, Failures.rootMessage(failure)));
    stream.closeHandler(v -> fail(listener, "the connection to the client was lost"));
    stream.drainHandler(v -> listener.drained());
  }

  @Override
  public void pause() {
    if (requestEnded) {
      return;
    }
    if (stream.id() == UPGRADED && NettyPipeline.isUpgraded(stream.connection())) {
      reset(ENHANCE_YOUR_CALM);
      fail(listener, "the request came with Upgrade: h2c, and its messages faster than read");
    } else {
      wasPaused = true;
      stream.pause();
    }
  }

  @Override
  public void resume() {
    if (!requestEnded) {
      stream.fetch(Long.MAX_VALUE);
    }
  }

  @Override
  public boolean writeQueueFull() {
    return !stream.isWritable();
  }

  @Override
  public void status(int code) {
    status = code;
  }

  @Override
  public void contentType(String contentType) {
    this.contentType = contentType;
  }

  @Override
  public MultiMap responseHeaders() {
    if (headers == null) {
      headers = new HttpResponseHeaders(stream.connection().newHeaders());
    }
    return headers;
  }

  @Override
  public MultiMap responseTrailers() {
    if (trailers == null) {
      trailers = new HttpHeaders(stream.connection().newHeaders());
    }
    return trailers;
  }

  @Override
  public void trailersOfSuccess() {
    trailers = PlainHeaders.trailersOfSuccess();
  }

  @Override
  public Future<Void> writeHead() {
    return writeHead(null, false);
  }

  @Override
  public Future<Void> write(Buffer piece) {
    return headSent ? stream.writeChunk(piece, false) : writeHead(piece, false);
  }

  @Override
  public Future<Void> end(@Nullable Buffer piece) {
    boolean last = trailers == null;
    Future<Void> written = null;
    if (!headSent) {
      written = writeHead(piece, last);
    } else if (piece != null || last) {
      written = stream.writeChunk(piece == null ? Buffer.buffer() : piece, last);
    }
    return last ? written : stream.writeHeaders(trailers, true);
  }

  @Override
  public void reset(long code) {
    stream.writeReset(code).onFailure(Failures::logLate);
  }

  private Future<Void> writeHead(@Nullable Buffer piece, boolean end) {
    headSent = true;
    return stream.writeHead(new HttpResponseHead(status, null, head()), piece, end);
  }

  private HttpResponseHeaders head() {
    if (headers == null && status == OK && contentType.equals(PlainHeaders.CONTENT_TYPE)) {
      return PlainHeaders.head();
    }
    MultiMap all = responseHeaders();
    if (!contentType.isEmpty()) {
      all.set(io.vertx.core.http.HttpHeaders.CONTENT_TYPE, contentType);
    }
    return headers;
  }

  private void ended(Listener listener) {
    requestEnded = true;
    if (wasPaused) {
      NettyPipeline.returnCredit(stream.connection(), stream.id());
    }
    listener.requestEnded();
  }

  private void fail(Listener listener, String why) {
    if (!failed) {
      failed = true;
      listener.failed(Status.of(Code.CANCELLED, why));
    }
  }

  private static String name(long code) {
    return ResetCodes.nameOf(code);
  }
}
