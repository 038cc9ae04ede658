package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Target;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** What the forms of targets have in common. */
final class Forms {

  /** The port of an address without one. See the gRPC documentation, "gRPC Name Resolution". */
  static final int DEFAULT_PORT = 443;

  private Forms() {}

  /** Reads the endpoint of a target; what is wrong names the target. */
  static <T> T read(Target target, Function<String, T> reader) {
    return read(target, target.endpoint(), reader);
  }

  /** Reads a part of a target; what is wrong names the target. */
  static <T> T read(Target target, String part, Function<String, T> reader) {
    try {
      return reader.apply(part);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("target " + target + ": " + e.getMessage(), e);
    }
  }

  /** Refuses an authority, where nobody is asked. */
  static void noAuthority(Target target) {
    if (!target.authority().isEmpty()) {
      throw new IllegalArgumentException(
          "target %s: authority is \"%s\", but %s has none; expected %s"
              .formatted(
                  target,
                  target.authority(),
                  target.scheme(),
                  new Target(target.scheme(), "", target.endpoint())));
    }
  }

  /** A list that is separated by commas, each host once. */
  static List<HostPort> list(String text, Function<String, HostPort> reader) {
    return Arrays.stream(text.split(",", -1)).map(reader).distinct().toList();
  }

  /** The endpoints of a list, each with its own authority. */
  static List<Endpoint> endpoints(List<HostPort> hosts) {
    return hosts.stream().map(Forms::endpoint).toList();
  }

  private static Endpoint endpoint(HostPort host) {
    return Endpoint.of(Addresses.of(host)).with(Endpoint.AUTHORITY, host.toString());
  }
}
