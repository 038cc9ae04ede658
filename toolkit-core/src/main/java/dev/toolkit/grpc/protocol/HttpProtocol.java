package dev.toolkit.grpc.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A way to put a call into an HTTP exchange.
 *
 * <p>The protocols share the framing of messages; they differ in where the trailers go, whether the
 * body is base64, and in the name of their content type. See PROTOCOL-HTTP2.md and PROTOCOL-WEB.md.
 */
public enum HttpProtocol {
  /** gRPC: trailers are HTTP trailers, so it needs HTTP/2. */
  GRPC("application/grpc"),
  /** gRPC-Web: trailers are the last frame of the body. */
  GRPC_WEB("application/grpc-web"),
  /** gRPC-Web whose body is base64. */
  GRPC_WEB_TEXT("application/grpc-web-text");

  private final String contentType;

  HttpProtocol(String contentType) {
    this.contentType = contentType;
  }

  /** The protocol of a content type, or null if it is none of these. */
  public static @Nullable HttpProtocol of(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    String type = mediaType(contentType);
    for (HttpProtocol protocol : values()) {
      if (type.equals(protocol.contentType) || type.startsWith(protocol.contentType + "+")) {
        return protocol;
      }
    }
    return null;
  }

  /** The codec that a content type of one of these protocols names; {@code proto} if none. */
  public static String codecOf(String contentType) {
    String type = mediaType(contentType);
    int plus = type.indexOf('+');
    return plus < 0 ? "proto" : type.substring(plus + 1);
  }

  /** The content type of messages of a codec. */
  public String contentType(String codec) {
    return codec.equals("proto") ? contentType : contentType + "+" + codec;
  }

  /** Whether the trailers are HTTP trailers rather than a frame of the body. */
  public boolean isTrailersInHttp() {
    return this == GRPC;
  }

  /** Whether the body is base64. */
  public boolean isText() {
    return this == GRPC_WEB_TEXT;
  }

  private static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    return type.trim().toLowerCase(Locale.ROOT);
  }
}
