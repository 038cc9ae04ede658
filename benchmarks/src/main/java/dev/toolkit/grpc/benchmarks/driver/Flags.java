package dev.toolkit.grpc.benchmarks.driver;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The flags of a program, as {@code --name value} or {@code --name=value}. */
public final class Flags {

  private final Map<String, String> values;

  private Flags(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException for a flag that is not known or has no value
   */
  public static Flags parse(String[] args, String... known) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      String name = equals < 0 ? args[i] : args[i].substring(0, equals);
      if (!name.startsWith("--") || !Set.of(known).contains(name.substring(2))) {
        throw new IllegalArgumentException(
            "flag " + name + " is not known; known are " + String.join(", ", known));
      }
      if (equals < 0 && i + 1 == args.length) {
        throw new IllegalArgumentException("flag " + name + " has no value");
      }
      values.put(name.substring(2), equals < 0 ? args[++i] : args[i].substring(equals + 1));
    }
    return new Flags(values);
  }

  /** The text of a flag. */
  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * The number of a flag.
   *
   * @throws IllegalArgumentException if it is none, or negative
   */
  public int number(String name, int otherwise) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("--" + name + " is " + text + ", expected a number");
    }
    return Integer.parseInt(text);
  }
}
