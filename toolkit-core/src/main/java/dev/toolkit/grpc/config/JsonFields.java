package dev.toolkit.grpc.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Reads the fields of a JSON configuration strictly: a field of the wrong type, and one that nobody
 * asked for, is an {@link IllegalArgumentException} that names it.
 *
 * <p>A field that is absent leaves what it would set at its default.
 */
public final class JsonFields {

  private final JsonObject json;
  private final String what;
  private final Set<String> unread;

  /**
   * Begins to read.
   *
   * @param json the configuration
   * @param what what it configures, for messages, such as {@code server options}
   */
  public JsonFields(JsonObject json, String what) {
    this.json = json;
    this.what = what;
    this.unread = new HashSet<>(json.fieldNames());
  }

  /** Reads a text. */
  public JsonFields text(String name, Consumer<String> setter) {
    if (take(name)) {
      setter.accept(typed(name, String.class, "a text"));
    }
    return this;
  }

  /** Reads a whole number. */
  public JsonFields number(String name, IntConsumer setter) {
    return longNumber(
        name,
        value -> {
          if (value != (int) value) {
            throw wrong(name, "a whole number of 32 bits");
          }
          setter.accept((int) value);
        });
  }

  /** Reads a whole number of up to 64 bits. */
  public JsonFields longNumber(String name, LongConsumer setter) {
    if (take(name)) {
      Number value = typed(name, Number.class, "a whole number");
      if (value.doubleValue() != Math.rint(value.doubleValue())) {
        throw wrong(name, "a whole number");
      }
      setter.accept(value.longValue());
    }
    return this;
  }

  /** Reads true or false. */
  public JsonFields flag(String name, Consumer<Boolean> setter) {
    if (take(name)) {
      setter.accept(typed(name, Boolean.class, "true or false"));
    }
    return this;
  }

  /** Reads a duration: a number of milliseconds. */
  public JsonFields millis(String name, Consumer<Duration> setter) {
    return longNumber(name, value -> setter.accept(Duration.ofMillis(value)));
  }

  /** Reads an object. */
  public JsonFields object(String name, Consumer<JsonObject> setter) {
    if (take(name)) {
      setter.accept(typed(name, JsonObject.class, "an object"));
    }
    return this;
  }

  /** Reads an array of whatever. */
  public JsonFields array(String name, Consumer<JsonArray> setter) {
    if (take(name)) {
      setter.accept(typed(name, JsonArray.class, "an array"));
    }
    return this;
  }

  /** Reads an array of texts. */
  public JsonFields texts(String name, Consumer<List<String>> setter) {
    if (take(name)) {
      JsonArray array = typed(name, JsonArray.class, "an array");
      for (Object element : array) {
        if (!(element instanceof String)) {
          throw wrong(name, "an array of texts");
        }
      }
      setter.accept(array.stream().map(String.class::cast).toList());
    }
    return this;
  }

  /** Ends the reading: a field that was not read is one that does not exist. */
  public void end() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException(what + " have no field " + String.join(", ", unread));
    }
  }

  private boolean take(String name) {
    return unread.remove(name) && json.getValue(name) != null;
  }

  private <T> T typed(String name, Class<T> type, String expected) {
    Object value = json.getValue(name);
    if (!type.isInstance(value)) {
      throw wrong(name, expected);
    }
    return type.cast(value);
  }

  private IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException(
        "field " + name + " of " + what + " is " + json.getValue(name) + ", expected " + expected);
  }
}
