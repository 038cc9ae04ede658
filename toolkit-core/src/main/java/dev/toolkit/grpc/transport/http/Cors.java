package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Metadata;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of other origins call by gRPC-Web, as far as the options allow it. See the Fetch
 * standard, "CORS protocol".
 */
final class Cors {

  private static final int NO_CONTENT = 204;
  private static final int FORBIDDEN = 403;
  private static final String EXPOSED = "grpc-status,grpc-message,grpc-status-details-bin";
  private static final String MAX_AGE_SECONDS = "7200";

  private final List<String> origins;

  Cors(List<String> origins) {
    this.origins = origins;
  }

  /** Whether a request asks if a page may call. */
  static boolean isPreflight(ServerExchange exchange) {
    return exchange.method().equals("OPTIONS")
        && exchange.headers().contains(HttpHeaders.ORIGIN)
        && exchange.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** Whether a request asks if a page may call by gRPC-Web, rather than something else. */
  static boolean isPreflightOfCall(ServerExchange exchange) {
    String wanted = exchange.headers().get(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    return isPreflight(exchange)
        && wanted != null
        && wanted.toLowerCase(Locale.ROOT).contains("x-grpc-web");
  }

  /** Answers such a request. */
  void preflight(ServerExchange exchange) {
    boolean allowed = allow(exchange);
    exchange.status(allowed ? NO_CONTENT : FORBIDDEN);
    if (allowed) {
      MultiMap headers = exchange.responseHeaders();
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST");
      headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
      String wanted = exchange.headers().get(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
      if (wanted != null) {
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
      }
    }
    Refused.answer(exchange);
  }

  /** Lets the page that a request comes from read the response, if it may; tells whether it may. */
  boolean allow(ServerExchange exchange) {
    String origin = origins.isEmpty() ? null : exchange.headers().get(HttpHeaders.ORIGIN);
    if (!isAllowed(origin)) {
      return false;
    }
    MultiMap headers = exchange.responseHeaders();
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.set(HttpHeaders.VARY, "origin");
    headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    return true;
  }

  /** Lets a page that may read the response also read the metadata in its headers. */
  static void expose(Metadata metadata, MultiMap headers) {
    if (!metadata.isEmpty() && headers.contains(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS)) {
      headers.set(
          HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
          EXPOSED + "," + String.join(",", metadata.keys()));
    }
  }

  private boolean isAllowed(@Nullable String origin) {
    return origin != null && (origins.contains("*") || origins.contains(origin));
  }
}
