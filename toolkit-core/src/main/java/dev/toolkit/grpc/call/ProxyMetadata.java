package dev.toolkit.grpc.call;

import dev.toolkit.grpc.Metadata;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a proxy makes of metadata: that of one hop only is not passed on. See RFC 9110, 7.6.1.
 *
 * <p>These are the fields of the connection, and those that {@code connection} names; the
 * credentials meant for a proxy; the coding of the HTTP content; and {@code user-agent}, which the
 * next client sets itself.
 */
final class ProxyMetadata {

  private static final int MAX_DIGITS = 6;
  private static final String CONNECTION = "connection";
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "accept-encoding",
          CONNECTION,
          "content-encoding",
          "content-length",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private ProxyMetadata() {}

  /** The metadata that is meant for the other end of the call. */
  static Metadata endToEnd(Metadata metadata) {
    if (metadata.isEmpty()) {
      return metadata;
    }
    Set<String> dropped = dropped(metadata);
    Metadata kept = metadata;
    for (String key : metadata.keys()) {
      if (dropped.contains(key)) {
        kept = kept.without(key);
      }
    }
    return kept;
  }

  /** How many proxies a call has passed, or -1 if the metadata does not say it properly. */
  static int hops(Metadata metadata) {
    var values = metadata.getAll(CallProxy.HOPS);
    if (values.isEmpty()) {
      return 0;
    }
    String text = values.get(0);
    boolean number =
        values.size() == 1
            && text.length() <= MAX_DIGITS
            && !text.isEmpty()
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Integer.parseInt(text) : -1;
  }

  private static Set<String> dropped(Metadata metadata) {
    if (!metadata.contains(CONNECTION)) {
      return HOP_BY_HOP;
    }
    var dropped = new HashSet<>(HOP_BY_HOP);
    for (String names : metadata.getAll(CONNECTION)) {
      for (String name : names.split(",")) {
        dropped.add(name.trim().toLowerCase(Locale.ROOT));
      }
    }
    return dropped;
  }
}
