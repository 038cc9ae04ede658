package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Codec;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressor;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.protocol.HttpProtocol;
import dev.toolkit.grpc.protocol.MetadataHeaders;
import dev.toolkit.grpc.protocol.StatusHeaders;
import dev.toolkit.grpc.protocol.Timeouts;
import io.netty.util.AsciiString;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes calls of HTTP requests, and refuses those that are none. */
final class CallAcceptor {

  static final CharSequence GRPC_TIMEOUT = AsciiString.cached("grpc-timeout");
  static final CharSequence GRPC_ACCEPT_ENCODING = AsciiString.cached("grpc-accept-encoding");

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int HTTP_VERSION_NOT_SUPPORTED = 505;

  private final Vertx vertx;
  private final HttpServerTransportOptions options;
  private final Codecs codecs;
  private final Compressors compressors;
  private final Handler<IncomingCall> calls;
  private final Cors cors;

  CallAcceptor(
      Vertx vertx,
      HttpServerTransportOptions options,
      Codecs codecs,
      Compressors compressors,
      Handler<IncomingCall> calls) {
    this.vertx = vertx;
    this.options = options;
    this.codecs = codecs;
    this.compressors = compressors;
    this.calls = calls;
    this.cors = new Cors(options.getCorsOrigins());
  }

  /** Whether a request says that it is a call. */
  static boolean isCall(HttpServerRequest request) {
    return HttpProtocol.of(request.getHeader(HttpHeaders.CONTENT_TYPE)) != null
        || Cors.isPreflightOfCall(new RequestExchange(request));
  }

  /** Takes a request, as a call or with a refusal. */
  void accept(ServerConnection connection, ServerExchange exchange) {
    String contentType = exchange.headers().get(HttpHeaders.CONTENT_TYPE);
    HttpProtocol protocol = HttpProtocol.of(contentType);
    if (protocol == null && Cors.isPreflight(exchange)) {
      cors.preflight(exchange);
    } else if (protocol == null) {
      refuse(
          exchange,
          UNSUPPORTED_MEDIA_TYPE,
          Status.of(Code.INVALID_ARGUMENT, "content-type is " + contentType + ", not gRPC's"));
    } else if (!exchange.method().equals("POST")) {
      refuse(
          exchange,
          METHOD_NOT_ALLOWED,
          Status.of(Code.INTERNAL, "method is " + exchange.method() + ", expected POST"));
    } else if (protocol == HttpProtocol.GRPC && !exchange.isHttp2()) {
      refuse(
          exchange,
          HTTP_VERSION_NOT_SUPPORTED,
          Status.of(Code.INTERNAL, "gRPC needs HTTP/2; over HTTP/1.1 there is gRPC-Web"));
    } else {
      open(connection, exchange, protocol, contentType);
    }
  }

  private void open(
      ServerConnection connection,
      ServerExchange exchange,
      HttpProtocol protocol,
      String contentType) {
    if (!protocol.isTrailersInHttp()) {
      cors.allow(exchange);
    }
    ResponseBody response =
        new ResponseBody(
            connection, exchange, protocol, contentType, compressors, options.getMaxSendSize());
    RequestBody request;
    CallHead head;
    long timeout;
    try {
      timeout = timeoutOf(exchange.headers());
      head = headOf(connection, exchange, contentType, timeout);
      request = requestOf(head, protocol);
    } catch (StatusException e) {
      refuse(exchange, e.code() == Code.UNIMPLEMENTED ? OK : BAD_REQUEST, e.status());
      return;
    }
    ServerStream stream = new ServerStream(vertx, exchange, request, response);
    stream.start(timeout);
    calls.handle(new IncomingCall(head, stream));
  }

  private CallHead headOf(
      ServerConnection connection, ServerExchange exchange, String contentType, long timeout) {
    MultiMap headers = exchange.headers();
    String encoding = headers.get(ResponseBody.GRPC_ENCODING);
    String uri = exchange.uri();
    int query = uri.indexOf('?');
    return new CallHead(
        query < 0 ? uri : uri.substring(0, query),
        MethodKind.BIDI_STREAMING,
        exchange.authority(),
        MetadataHeaders.read(headers),
        timeout == Long.MAX_VALUE ? null : Deadline.afterNanos(timeout, System::nanoTime),
        HttpProtocol.codecOf(contentType),
        encoding == null ? Payload.IDENTITY : encoding,
        acceptedEncodings(headers),
        CallOptions.DEFAULT,
        connection.attributes());
  }

  private RequestBody requestOf(CallHead head, HttpProtocol protocol) {
    Codec codec = codecs.byName(head.codec());
    if (codec == null) {
      throw Status.of(
              Code.UNIMPLEMENTED,
              "codec " + head.codec() + " is not known; known are " + codecs.names())
          .asException();
    }
    return new RequestBody(
        codec, compressorOf(head.encoding()), options.getMaxMessageSize(), protocol.isText());
  }

  private @Nullable Compressor compressorOf(String encoding) {
    if (encoding.equals(Payload.IDENTITY)) {
      return null;
    }
    Compressor compressor = compressors.byName(encoding);
    if (compressor == null) {
      throw Status.of(
              Code.UNIMPLEMENTED,
              "grpc-encoding "
                  + encoding
                  + " is not known; known are "
                  + compressors.acceptEncoding())
          .asException();
    }
    return compressor;
  }

  private static List<String> acceptedEncodings(MultiMap headers) {
    String accepted = headers.get(GRPC_ACCEPT_ENCODING);
    return accepted == null ? List.of() : List.of(accepted.trim().split("\\s*,\\s*"));
  }

  private static long timeoutOf(MultiMap headers) {
    String timeout = headers.get(GRPC_TIMEOUT);
    return timeout == null ? Long.MAX_VALUE : Timeouts.decode(timeout);
  }

  /**
   * Answers a request that is no call; one that is malformed keeps its status in the headers, and
   * its client reads it in the protocol that it speaks.
   */
  private void refuse(ServerExchange exchange, int httpStatus, Status status) {
    exchange.status(httpStatus);
    MultiMap headers = exchange.responseHeaders();
    HttpProtocol protocol = HttpProtocol.of(exchange.headers().get(HttpHeaders.CONTENT_TYPE));
    HttpProtocol understood = protocol == null ? HttpProtocol.GRPC : protocol;
    exchange.contentType(understood.contentType("proto"));
    headers.set(GRPC_ACCEPT_ENCODING, compressors.acceptEncoding());
    StatusHeaders.write(status, Metadata.EMPTY, headers);
    Refused.answer(exchange);
  }
}
