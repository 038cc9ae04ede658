package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.Metadata;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The flags that the test client was given, {@code --flag=value} or {@code --flag value}. */
final class TestFlags {

  private static final String DASHES = "--";

  private final Map<String, String> given;

  private TestFlags(Map<String, String> given) {
    this.given = given;
  }

  /**
   * Reads flags; a boolean one may stand without a value.
   *
   * @throws IllegalArgumentException for a flag that does not exist or has a wrong value, named
   */
  static TestFlags parse(String... arguments) {
    var given = new HashMap<String, String>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      TestFlag flag = flag(equals < 0 ? argument : argument.substring(0, equals));
      String value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (isBare(flag, arguments, i + 1)) {
        value = "true";
      } else if (++i < arguments.length) {
        value = arguments[i];
      } else {
        throw new IllegalArgumentException("flag " + argument + " has no value");
      }
      flag.check(value);
      given.put(flag.name(), value);
    }
    return new TestFlags(given);
  }

  /** The value of a flag, or its default. */
  String text(String name) {
    return given.getOrDefault(name, flag(DASHES + name).initial());
  }

  /** The value of a flag that is a number. */
  int number(String name) {
    return Integer.parseInt(text(name));
  }

  /** The value of a flag that is true or false. */
  boolean isSet(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /**
   * The metadata that every call has.
   *
   * @throws IllegalArgumentException for an entry that is not {@code key:value}
   */
  Metadata additionalMetadata() {
    Metadata.Builder metadata = Metadata.builder();
    for (String entry : text("additional_metadata").split(";")) {
      int colon = entry.indexOf(':');
      if (colon > 0) {
        add(metadata, entry.substring(0, colon), entry.substring(colon + 1));
      } else if (!entry.isEmpty()) {
        throw new IllegalArgumentException(
            "--additional_metadata has the entry " + entry + ", expected key:value");
      }
    }
    return metadata.build();
  }

  /**
   * The service config of the client, empty if there is none.
   *
   * @throws IllegalArgumentException if it is no JSON object
   */
  JsonObject serviceConfig() {
    String config = text("service_config_json");
    try {
      return config.isEmpty() ? new JsonObject() : new JsonObject(config);
    } catch (DecodeException e) {
      throw new IllegalArgumentException("--service_config_json is no JSON object: " + config, e);
    }
  }

  private static void add(Metadata.Builder metadata, String key, String value) {
    if (Metadata.isBinary(key)) {
      metadata.addBinary(key, value.getBytes(StandardCharsets.UTF_8));
    } else {
      metadata.add(key, value);
    }
  }

  private static TestFlag flag(String argument) {
    TestFlag flag =
        argument.startsWith(DASHES)
            ? TestFlag.all().get(argument.substring(DASHES.length()))
            : null;
    if (flag == null) {
      throw new IllegalArgumentException("unknown flag " + argument);
    }
    return flag;
  }

  private static boolean isBare(TestFlag flag, String[] arguments, int next) {
    return flag.kind() == TestFlag.Kind.BOOLEAN
        && (next == arguments.length || !TestFlag.isBoolean(arguments[next]));
  }
}
