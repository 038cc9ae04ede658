package dev.toolkit.grpc.channel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a channel leads to, {@code scheme://authority/endpoint} or {@code scheme:endpoint}. See the
 * gRPC documentation, "gRPC Name Resolution", and RFC 3986.
 *
 * @param scheme which resolver finds the endpoints, in lower case
 * @param authority who is asked, such as a DNS server; empty for the resolver's own choice
 * @param endpoint what is looked for, with percent encoding taken off, and without a leading slash
 *     unless it is the path of a socket ({@code unix:///path})
 */
public record Target(String scheme, String authority, String endpoint) {

  private static final String UNIX = "unix";

  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(?://([^/]*)(/.*)?|(.*))", Pattern.DOTALL);

  /**
   * The target that a text means: a text that does not begin with a known scheme is an endpoint of
   * the default one, as it stands.
   *
   * @throws IllegalArgumentException if nothing is named, a percent encoding is broken, or no
   *     resolver knows the scheme of {@code scheme://}
   */
  public static Target parse(String text, Set<String> schemes, String defaultScheme) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
      if (schemes.contains(scheme)) {
        return known(text, scheme, matcher);
      }
      if (matcher.group(4) == null) {
        throw new IllegalArgumentException(
            "target is \"" + text + "\": no resolver for " + scheme + ", known are " + schemes);
      }
    }
    return checked(text, new Target(defaultScheme, "", text));
  }

  private static Target known(String text, String scheme, Matcher matcher) {
    boolean opaque = matcher.group(4) != null;
    String path = opaque ? matcher.group(4) : matcher.group(3) == null ? "" : matcher.group(3);
    String endpoint = path.startsWith("/") && !scheme.equals(UNIX) ? path.substring(1) : path;
    String authority = opaque ? "" : decoded(text, matcher.group(2));
    return checked(text, new Target(scheme, authority, decoded(text, endpoint)));
  }

  private static Target checked(String text, Target target) {
    if (target.endpoint.isEmpty() || target.endpoint.equals("/")) {
      throw new IllegalArgumentException(
          "target is \"" + text + "\", expected something after " + target.scheme + ":");
    }
    return target;
  }

  /** Takes percent encoding off; a plus is a plus. */
  private static String decoded(String text, String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    var bytes = new ByteArrayOutputStream();
    byte[] encoded = part.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      bytes.write(encoded[i] == '%' ? octet(text, encoded, i) : encoded[i]);
      i += encoded[i] == '%' ? 2 : 0;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int octet(String text, byte[] encoded, int at) {
    int high = at + 2 < encoded.length ? Character.digit(encoded[at + 1], 16) : -1;
    int low = high < 0 ? -1 : Character.digit(encoded[at + 2], 16);
    if (low < 0) {
      throw new IllegalArgumentException(
          "target is \"" + text + "\", expected two hexadecimal digits after each %");
    }
    return high << 4 | low;
  }

  /** The target as a text that means it, percent encoding apart. */
  @Override
  public String toString() {
    if (scheme.equals(UNIX)) {
      return endpoint.startsWith("/") ? "unix://" + authority + endpoint : "unix:" + endpoint;
    }
    return scheme + "://" + authority + "/" + endpoint;
  }
}
