package dev.toolkit.grpc.config;

import dev.toolkit.grpc.Code;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of an object of a service config, by the rules of proto3 JSON: whole numbers may
 * be texts, durations are texts such as {@code "1.5s"}, null is as good as absent, and fields that
 * nobody knows are let pass.
 *
 * <p>A wrong field is an {@link IllegalArgumentException} that says its path, its value and what it
 * must be: {@code methodConfig[0].timeout is 5, must be a duration such as "1.5s"}.
 */
public final class ConfigFields {

  private final JsonObject json;
  private final String path;
  private final Consumer<String> ignored;
  private final Set<String> unread;

  /**
   * Begins to read.
   *
   * @param json the object
   * @param path where the object is, empty for the whole config
   * @param ignored takes the path of each field that {@link #end} finds unread
   */
  public ConfigFields(JsonObject json, String path, Consumer<String> ignored) {
    this.json = json;
    this.path = path;
    this.ignored = ignored;
    this.unread = new HashSet<>(json.fieldNames());
  }

  /** The path of the object. */
  public String path() {
    return path;
  }

  /** The path of a field. */
  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The names of all fields, for an object whose fields are named by users. */
  public Set<String> names() {
    return Collections.unmodifiableSet(json.fieldNames());
  }

  /** Fails if one of the fields is absent. */
  public ConfigFields require(String... names) {
    for (String name : names) {
      if (json.getValue(name) == null) {
        throw new IllegalArgumentException(path(name) + " is missing");
      }
    }
    return this;
  }

  /** A text, or null if it is absent. */
  public @Nullable String text(String name) {
    Object value = take(name);
    if (value != null && !(value instanceof String)) {
      throw wrong(name, "a text");
    }
    return (String) value;
  }

  /** A list of texts; empty if it is absent. */
  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (Object value : elements(name)) {
      if (!(value instanceof String text)) {
        throw wrongAt(name, texts.size(), value, "a text");
      }
      texts.add(text);
    }
    return texts;
  }

  /** True or false, or null if it is absent. */
  public @Nullable Boolean flag(String name) {
    Object value = take(name);
    if (value != null && !(value instanceof Boolean)) {
      throw wrong(name, "true or false");
    }
    return (Boolean) value;
  }

  /** A whole number from 0 to 4,294,967,295, made {@link Integer#MAX_VALUE} if it is larger. */
  public int unsigned(String name, int absent) {
    if (take(name) == null) {
      return absent;
    }
    long value = whole(name, absent);
    if (value < 0 || value > 0xFFFFFFFFL) {
      throw wrong(name, "from 0 to 4294967295");
    }
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  /** A whole number of up to 64 bits. */
  public long whole(String name, long absent) {
    Object value = take(name);
    if (value == null) {
      return absent;
    }
    try {
      return decimal(value).longValueExact();
    } catch (ArithmeticException e) {
      throw wrong(name, "a whole number");
    }
  }

  /** A finite number. */
  public double number(String name, double absent) {
    Object value = take(name);
    if (value == null) {
      return absent;
    }
    try {
      double number = decimal(value).doubleValue();
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (ArithmeticException e) {
      throw wrong(name, "a number");
    }
    throw wrong(name, "a number of 64 bits");
  }

  /** A duration, or null if it is absent. */
  public @Nullable Duration duration(String name) {
    Object value = take(name);
    if (value == null) {
      return null;
    }
    Duration duration = value instanceof String text ? JsonDuration.parse(text) : null;
    if (duration == null) {
      throw wrong(name, "a duration such as \"1.5s\"");
    }
    return duration;
  }

  /** A list of status codes, each by name or number; empty if it is absent. */
  public Set<Code> codes(String name) {
    var codes = EnumSet.noneOf(Code.class);
    int index = 0;
    for (Object value : elements(name)) {
      Code code = codeOf(value);
      if (code == null) {
        throw wrongAt(name, index, value, "the name or number of a status code");
      }
      codes.add(code);
      index++;
    }
    return codes;
  }

  /** An object, or null if it is absent. */
  public @Nullable ConfigFields object(String name) {
    Object value = take(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonObject object)) {
      throw wrong(name, "an object");
    }
    return new ConfigFields(object, path(name), ignored);
  }

  /** A list of objects; empty if it is absent. */
  public List<ConfigFields> objects(String name) {
    var objects = new ArrayList<ConfigFields>();
    for (Object value : elements(name)) {
      if (!(value instanceof JsonObject object)) {
        throw wrongAt(name, objects.size(), value, "an object");
      }
      objects.add(new ConfigFields(object, path(name) + "[" + objects.size() + "]", ignored));
    }
    return objects;
  }

  /** A list of policies of load balancing, the most wanted first; empty if it is absent. */
  public List<LoadBalancingConfig> policies(String name) {
    List<ConfigFields> objects = objects(name);
    if (objects.isEmpty() && json.getValue(name) != null) {
      throw wrong(name, "a list of at least one policy");
    }
    return objects.stream().map(ConfigFields::policy).toList();
  }

  /** Makes a value of what was read; what it says to be wrong is a field of this object. */
  public <T> T make(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path(e.getMessage()), e);
    }
  }

  /** Ends the reading: the fields that were not read are ignored. */
  public void end() {
    unread.stream().sorted().map(this::path).forEach(ignored);
  }

  /** What says that a field is wrong. */
  public IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException(
        path(name) + " is " + shown(json.getValue(name)) + ", must be " + expected);
  }

  private LoadBalancingConfig policy() {
    if (json.size() != 1) {
      throw new IllegalArgumentException(
          path + " is " + json.encode() + ", must have one field, which names the policy");
    }
    String name = json.fieldNames().iterator().next();
    if (!(take(name) instanceof JsonObject config)) {
      throw wrong(name, "an object");
    }
    return new LoadBalancingConfig(name, config);
  }

  private @Nullable Object take(String name) {
    unread.remove(name);
    return json.getValue(name);
  }

  private JsonArray elements(String name) {
    Object value = take(name);
    if (value == null) {
      return new JsonArray();
    }
    if (!(value instanceof JsonArray array)) {
      throw wrong(name, "a list");
    }
    return array;
  }

  private IllegalArgumentException wrongAt(
      String name, int index, @Nullable Object value, String expected) {
    return new IllegalArgumentException(
        path(name) + "[" + index + "] is " + shown(value) + ", must be " + expected);
  }

  /** The number that a number or a text stands for. */
  private static BigDecimal decimal(Object value) {
    if (!(value instanceof Number) && !(value instanceof String)) {
      throw new ArithmeticException();
    }
    try {
      return new BigDecimal(value.toString());
    } catch (NumberFormatException e) {
      throw new ArithmeticException();
    }
  }

  private static @Nullable Code codeOf(@Nullable Object value) {
    for (Code code : Code.values()) {
      if (value instanceof String name && code.name().equals(name)
          || value instanceof Number number && number.doubleValue() == code.value()) {
        return code;
      }
    }
    return null;
  }

  private static String shown(@Nullable Object value) {
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }
}
