package dev.toolkit.grpc.interop;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A flag of the test client.
 *
 * @param name its name, without dashes
 * @param kind what its value is
 * @param initial its value when it is not given
 * @param help what it means
 */
record TestFlag(String name, Kind kind, String initial, String help) {

  /** All flags by name. */
  static Map<String, TestFlag> all() {
    return flags().stream().collect(Collectors.toMap(TestFlag::name, Function.identity()));
  }

  /** What each flag means, a line each. */
  static String usage() {
    return flags().stream().map(TestFlag::usageLine).collect(Collectors.joining("\n"));
  }

  /**
   * Checks a value.
   *
   * @throws IllegalArgumentException if it is none of this flag's kind
   */
  void check(String value) {
    boolean valid =
        switch (kind) {
          case TEXT -> true;
          case BOOLEAN -> isBoolean(value);
          case NUMBER -> value.matches("\\d{1,9}");
        };
    if (!valid) {
      throw new IllegalArgumentException("--" + name + " is " + value + ", expected " + kind.word);
    }
  }

  static boolean isBoolean(String value) {
    return value.equals("true") || value.equals("false");
  }

  private String usageLine() {
    return "  --" + name + "=" + (initial.isEmpty() ? kind.word : initial) + "  " + help;
  }

  private static List<TestFlag> flags() {
    return List.of(
        text("server_host", "localhost", "the host that is called"),
        number("server_port", 8080, "the port that is called"),
        text("target", "", "what is called, of any scheme, in place of host and port"),
        truth("use_tls", "whether to call by TLS"),
        truth("use_test_ca", "whether to trust the test authority, which is ca_file"),
        text("ca_file", "", "the authority that TLS trusts; those of the JDK without it"),
        text("server_host_override", "", "the name of the server in TLS and in the calls"),
        text("test_case", "large_unary", "the case to run"),
        text("service_config_json", "", "the service config, in place of a resolved one"),
        text("additional_metadata", "", "metadata of every call, key:value;key:value"),
        number("soak_iterations", 10, "calls of a soak case"),
        number("soak_max_failures", 0, "failed calls that a soak case takes"),
        number("soak_per_iteration_max_acceptable_latency_ms", 1_000, "a slower call is a failure"),
        number("soak_overall_timeout_seconds", 10, "when a soak case must be done"),
        number("soak_min_time_ms_between_rpcs", 0, "the least time between two calls of a loop"),
        number("soak_request_size", 271_828, "bytes in a request of a soak case"),
        number("soak_response_size", 314_159, "bytes in a response of a soak case"),
        number("soak_num_threads", 1, "loops that make the calls of a soak case, side by side"),
        truth("help", "say this"));
  }

  private static TestFlag text(String name, String initial, String help) {
    return new TestFlag(name, Kind.TEXT, initial, help);
  }

  private static TestFlag number(String name, int initial, String help) {
    return new TestFlag(name, Kind.NUMBER, Integer.toString(initial), help);
  }

  private static TestFlag truth(String name, String help) {
    return new TestFlag(name, Kind.BOOLEAN, "false", help);
  }

  /** What a value is. */
  enum Kind {
    TEXT("text"),
    BOOLEAN("true or false"),
    NUMBER("a number from 0 to 999999999");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }
}
