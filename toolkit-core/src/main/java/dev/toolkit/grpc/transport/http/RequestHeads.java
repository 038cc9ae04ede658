package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.encoding.Codec;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressor;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.protocol.HttpProtocol;
import dev.toolkit.grpc.protocol.MetadataHeaders;
import dev.toolkit.grpc.protocol.Timeouts;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.http.impl.HttpRequestHead;
import io.vertx.core.net.HostAndPort;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the heads of the requests of one connection. See PROTOCOL-HTTP2.md, "Requests". */
final class RequestHeads {

  private static final CharSequence TE = AsciiString.cached("te");
  private static final CharSequence TRAILERS = AsciiString.cached("trailers");
  private static final CharSequence X_GRPC_WEB = AsciiString.cached("x-grpc-web");
  private static final CharSequence ONE = AsciiString.cached("1");

  private final HttpClientConnection connection;
  private final @Nullable HostAndPort authority;
  private final HttpProtocol protocol;
  private final CharSequence userAgent;
  private final CharSequence acceptEncoding;
  private final Codecs codecs;
  private final Compressors compressors;
  private final boolean isHttp2;
  private @Nullable MultiMap common;

  RequestHeads(
      HttpClientConnection connection,
      String authority,
      HttpClientTransportOptions options,
      Codecs codecs,
      Compressors compressors) {
    this.connection = connection;
    this.authority = HostAndPort.parseAuthority(authority, -1);
    this.protocol = options.httpProtocol();
    this.userAgent = new AsciiString(options.getUserAgent());
    this.acceptEncoding = new AsciiString(compressors.acceptEncoding());
    this.codecs = codecs;
    this.compressors = compressors;
    this.isHttp2 = connection.protocolVersion() == HttpVersion.HTTP_2;
  }

  HttpProtocol protocol() {
    return protocol;
  }

  Compressors compressors() {
    return compressors;
  }

  /** The codec of a call. */
  Codec codecOf(CallHead head) {
    Codec codec = codecs.byName(head.codec());
    if (codec == null) {
      throw Status.of(
              Code.INTERNAL, "codec " + head.codec() + " is not known; known are " + codecs.names())
          .asException();
    }
    return codec;
  }

  /** The compressor of the requests of a call, null for none. */
  @Nullable Compressor compressorOf(CallHead head) {
    if (head.encoding().equals(Payload.IDENTITY)) {
      return null;
    }
    Compressor compressor = compressors.byName(head.encoding());
    if (compressor == null) {
      throw Status.of(
              Code.INTERNAL,
              "compressor "
                  + head.encoding()
                  + " is not known; known are "
                  + compressors.acceptEncoding())
          .asException();
    }
    return compressor;
  }

  /** The head of a request; a known length is that of a request that consists of one piece. */
  HttpRequestHead make(CallHead head, int length) {
    MultiMap headers = isHttp2 && isCommon(head) ? commonHeaders(head) : headers(head, length);
    HostAndPort host =
        head.authority().isEmpty() ? authority : HostAndPort.parseAuthority(head.authority(), -1);
    return new HttpRequestHead(
        null, HttpMethod.POST, head.path(), headers, host, null, head.path());
  }

  /** The headers of most calls, which HTTP/2 copies: made once. See docs/decisions/0033. */
  private MultiMap commonHeaders(CallHead head) {
    if (common == null) {
      common = headers(head, -1);
    }
    return common;
  }

  /** Whether a call adds nothing of its own to the headers. */
  private static boolean isCommon(CallHead head) {
    return head.deadline() == null
        && head.metadata().isEmpty()
        && head.acceptedEncodings().isEmpty()
        && head.encoding().equals(Payload.IDENTITY)
        && head.codec().equals(ProtoCodec.NAME);
  }

  private MultiMap headers(CallHead head, int length) {
    MultiMap headers = connection.newHttpRequestHeaders();
    headers.add(HttpHeaders.CONTENT_TYPE, protocol.contentType(head.codec()));
    if (protocol.isTrailersInHttp()) {
      headers.add(TE, TRAILERS);
    } else {
      headers.add(X_GRPC_WEB, ONE);
    }
    headers.add(HttpHeaders.USER_AGENT, userAgent);
    CharSequence accepted = accepted(head);
    if (accepted.length() > 0) {
      headers.add(CallAcceptor.GRPC_ACCEPT_ENCODING, accepted);
    }
    if (!head.encoding().equals(Payload.IDENTITY)) {
      headers.add(ResponseBody.GRPC_ENCODING, head.encoding());
    }
    if (head.deadline() != null) {
      headers.add(
          CallAcceptor.GRPC_TIMEOUT,
          Timeouts.encode(Math.max(1, head.deadline().remainingNanos())));
    }
    if (length >= 0) {
      headers.add(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
    }
    MetadataHeaders.write(head.metadata(), headers);
    return headers;
  }

  /** What the call accepts, if it says so, of what we can decompress; else all of that. */
  private CharSequence accepted(CallHead head) {
    return head.acceptedEncodings().isEmpty()
        ? acceptEncoding
        : head.acceptedEncodings().stream()
            .filter(name -> name.equals(Payload.IDENTITY) || compressors.byName(name) != null)
            .collect(Collectors.joining(","));
  }
}
