package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.protocol.StatusHeaders;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.vertx.core.http.impl.headers.HttpHeaders;
import io.vertx.core.http.impl.headers.HttpResponseHeaders;

/**
 * The headers and trailers of a response that has nothing but what every response has: made once,
 * and neither checked nor copied again. See docs/decisions/0033.
 */
final class PlainHeaders {

  /** The content type of such a response. */
  static final String CONTENT_TYPE = "application/grpc";

  private static final ReadOnlyHttp2Headers HEAD =
      ReadOnlyHttp2Headers.serverHeaders(
          false,
          AsciiString.cached("200"),
          AsciiString.cached("content-type"),
          AsciiString.cached(CONTENT_TYPE));

  private static final ReadOnlyHttp2Headers SUCCESS =
      ReadOnlyHttp2Headers.trailers(
          false, AsciiString.of(StatusHeaders.GRPC_STATUS), AsciiString.cached("0"));

  private PlainHeaders() {}

  /** The headers, with the HTTP status 200. */
  static HttpResponseHeaders head() {
    return new Head();
  }

  /** The trailers of a call that succeeded. */
  static HttpHeaders trailersOfSuccess() {
    return new HttpHeaders(SUCCESS);
  }

  private static final class Head extends HttpResponseHeaders {

    private Head() {
      super(HEAD);
    }

    @Override
    public void prepare() {
      // Vert.x would add the HTTP status, which they have.
    }
  }
}
