package dev.toolkit.grpc.protocol;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;

/**
 * Metadata as HTTP headers and trailers: binary values in base64, the headers of the protocol left
 * out. See PROTOCOL-HTTP2.md, "Custom-Metadata".
 */
public final class MetadataHeaders {

  private static final String USER_AGENT = "user-agent"; // readable, but only clients write it

  private MetadataHeaders() {}

  /**
   * Adds metadata to headers. Left out without a word, as grpc-go does, are the keys that HTTP or
   * the protocol write themselves, {@code user-agent} among them; other keys that begin with {@code
   * grpc-} pass, because libraries use them.
   */
  public static void write(Metadata metadata, MultiMap headers) {
    if (metadata.isEmpty()) {
      return;
    }
    metadata.forEach(
        (key, value) -> {
          if (!isReserved(key) && !key.equals(USER_AGENT)) {
            headers.add(key, value);
          }
        },
        (key, value) -> {
          if (!isReserved(key)) {
            headers.add(key, BinaryValues.encode(value));
          }
        });
  }

  /**
   * The metadata in headers, whose names HTTP/1.1 may write in any case.
   *
   * @throws dev.toolkit.grpc.StatusException INTERNAL if a binary value is not base64 or a text
   *     value has a character that it must not have
   */
  public static Metadata read(Iterable<Map.Entry<String, String>> headers) {
    Metadata.Builder builder = null;
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (isReserved(name)) {
        continue;
      }
      if (builder == null) {
        builder = Metadata.builder();
      }
      add(builder, name, header.getValue());
    }
    return builder == null ? Metadata.EMPTY : builder.build();
  }

  private static void add(Metadata.Builder builder, String name, String value) {
    if (!Metadata.isKey(name)) {
      return; // a header that HTTP allows, but that can't be metadata
    }
    try {
      if (Metadata.isBinary(name)) {
        BinaryValues.decode(value).forEach(bytes -> builder.addBinary(name, bytes));
      } else {
        builder.add(name, value);
      }
    } catch (IllegalArgumentException e) {
      throw Status.of(Code.INTERNAL, "malformed header " + name + ": " + e.getMessage())
          .asException();
    }
  }

  /** Whether a header belongs to HTTP or to the protocol rather than to the user. */
  static boolean isReserved(String name) {
    return switch (name) {
      case "connection",
          "content-length",
          "content-type",
          "grpc-accept-encoding",
          "grpc-encoding",
          "grpc-message",
          "grpc-message-type",
          "grpc-status",
          "grpc-status-details-bin",
          "grpc-timeout",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade" ->
          true;
      default -> name.isEmpty() || name.charAt(0) == ':';
    };
  }
}
