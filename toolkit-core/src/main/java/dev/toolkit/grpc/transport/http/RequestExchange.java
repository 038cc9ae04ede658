package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.protocol.StatusHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import org.jspecify.annotations.Nullable;

/** An exchange on Vert.x's public API, of HTTP/1.1 or HTTP/2. */
final class RequestExchange implements ServerExchange {

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private boolean requestEnded;
  private boolean wasPaused;
  private boolean failed;
  private boolean trailers;

  RequestExchange(HttpServerRequest request) {
    this.request = request;
    this.response = request.response();
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String uri() {
    return request.uri();
  }

  @Override
  public String authority() {
    return request.authority() == null ? "" : request.authority().toString();
  }

  @Override
  public MultiMap headers() {
    return request.headers();
  }

  @Override
  public boolean isHttp2() {
    return request.version() == HttpVersion.HTTP_2;
  }

  @Override
  public HttpConnection connection() {
    return request.connection();
  }

  @Override
  public void start(Listener listener) {
    response.exceptionHandler(failure -> fail(listener, failure));
    response.closeHandler(v -> fail(listener, null));
    response.drainHandler(v -> listener.drained());
    request.exceptionHandler(failure -> fail(listener, failure));
    request.handler(listener::data);
    request.endHandler(v -> ended(listener));
  }

  @Override
  public void pause() {
    if (!requestEnded) {
      wasPaused = true;
      request.pause();
    }
  }

  @Override
  public void resume() {
    if (!requestEnded) {
      request.resume();
    }
  }

  @Override
  public boolean writeQueueFull() {
    return !response.ended() && response.writeQueueFull();
  }

  @Override
  public void status(int code) {
    response.setStatusCode(code);
  }

  @Override
  public void contentType(String contentType) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
  }

  @Override
  public MultiMap responseHeaders() {
    return response.headers();
  }

  @Override
  public MultiMap responseTrailers() {
    trailers = true;
    return response.trailers();
  }

  @Override
  public void trailersOfSuccess() {
    StatusHeaders.write(Status.OK, Metadata.EMPTY, responseTrailers());
  }

  @Override
  public Future<Void> writeHead() {
    chunked();
    return response.writeHead();
  }

  @Override
  public Future<Void> write(Buffer piece) {
    chunked();
    return response.write(piece);
  }

  @Override
  public Future<Void> end(@Nullable Buffer piece) {
    if (trailers) {
      chunked();
    }
    return piece == null ? response.end() : response.end(piece);
  }

  @Override
  public void reset(long code) {
    response.reset(code);
  }

  private void chunked() {
    if (!isHttp2() && !response.headWritten()) {
      response.setChunked(true);
    }
  }

  private void ended(Listener listener) {
    requestEnded = true;
    if (wasPaused && isHttp2()) {
      NettyPipeline.returnCredit(request.connection(), request.streamId());
    }
    listener.requestEnded();
  }

  private void fail(Listener listener, @Nullable Throwable failure) {
    if (!failed) {
      failed = true;
      listener.failed(reasonOf(failure));
    }
  }

  private static Status reasonOf(@Nullable Throwable failure) {
    if (failure instanceof StreamResetException reset) {
      return Status.of(Code.CANCELLED, "the client reset the stream with code " + reset.getCode());
    }
    return Status.of(Code.CANCELLED, "the connection to the client was lost");
  }
}
