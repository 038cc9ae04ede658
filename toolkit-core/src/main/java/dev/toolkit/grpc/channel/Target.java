package dev.toolkit.grpc.channel;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a channel leads to, {@code scheme://authority/endpoint}. See the gRPC documentation, "gRPC
 * Name Resolution".
 *
 * @param scheme which resolver finds the endpoints, in lower case
 * @param authority who is asked, such as a DNS server; empty for the resolver's own choice
 * @param endpoint what is looked for, without a leading slash unless it is the path of a socket
 */
public record Target(String scheme, String authority, String endpoint) {

  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(?://([^/]*)(/.*)?|(.*))", Pattern.DOTALL);

  /**
   * The target that a text means: a text that does not begin with a known scheme is an endpoint of
   * the default one.
   *
   * @throws IllegalArgumentException if nothing is named, or no resolver knows the scheme
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
    if (matcher.group(4) != null) {
      return checked(text, new Target(scheme, "", matcher.group(4)));
    }
    String path = matcher.group(3);
    String endpoint = path == null ? "" : path.substring(1);
    return checked(text, new Target(scheme, matcher.group(2), endpoint));
  }

  private static Target checked(String text, Target target) {
    if (target.endpoint.isEmpty()) {
      throw new IllegalArgumentException(
          "target is \"" + text + "\", expected something after " + target.scheme + ":");
    }
    return target;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority + "/" + endpoint;
  }
}
