package dev.toolkit.grpc.call;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed values that travel with a call or an endpoint inside this process, never on the wire. */
public final class Attributes {

  /** No attributes. */
  public static final Attributes EMPTY = new Attributes(Map.of());

  private final Map<Key<?>, Object> values;

  private Attributes(Map<Key<?>, Object> values) {
    this.values = values;
  }

  /** Attributes with one value. */
  public static <T> Attributes of(Key<T> key, T value) {
    return EMPTY.with(key, value);
  }

  /** The value of a key, or null if it has none. */
  @SuppressWarnings("unchecked")
  public <T> @Nullable T get(Key<T> key) {
    return (T) values.get(key);
  }

  /** These attributes with another value for a key. */
  public <T> Attributes with(Key<T> key, T value) {
    var copy = new IdentityHashMap<Key<?>, Object>(values);
    copy.put(key, value);
    return new Attributes(copy);
  }

  @Override
  public String toString() {
    return values.toString();
  }

  /**
   * A key of attributes; two keys are the same only if they are the same object.
   *
   * @param <T> the type of the value
   */
  public static final class Key<T> {

    private final String name;

    /** A key, whose name serves messages only. */
    public Key(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
