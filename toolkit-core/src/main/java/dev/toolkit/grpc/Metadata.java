package dev.toolkit.grpc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What travels beside the messages of a call: an ordered list of keys and values, in which a key
 * may stand more than once.
 *
 * <p>A key is of lower-case letters, digits, {@code _}, {@code -} and {@code .}; upper-case letters
 * are made lower-case. The value of a key that ends in {@code -bin} is bytes, that of any other is
 * text of the ASCII characters from space to tilde. Metadata is immutable: the {@code with} methods
 * make another. See PROTOCOL-HTTP2.md, "Custom-Metadata".
 */
public final class Metadata {

  /** Metadata without entries. */
  public static final Metadata EMPTY = new Metadata(new Object[0]);

  private static final String BINARY = "-bin";

  /** Keys at even places; values, a String or a byte[], after them. */
  private final Object[] entries;

  private Metadata(Object[] entries) {
    this.entries = entries;
  }

  /** Metadata with one text entry. */
  public static Metadata of(String key, String value) {
    return EMPTY.with(key, value);
  }

  /** A builder, for many entries. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether a name can be a key as it stands on the wire: not empty, and without upper case. */
  public static boolean isKey(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !isOtherKeyCharacter(c)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Whether a key names bytes rather than text. */
  public static boolean isBinary(String key) {
    return key.endsWith(BINARY);
  }

  /**
   * This metadata with a text entry after its own.
   *
   * @throws IllegalArgumentException if the key or the value has a character that it must not have
   */
  public Metadata with(String key, String value) {
    return new Builder().addAll(this).add(key, value).build();
  }

  /**
   * This metadata with an entry of bytes after its own.
   *
   * @throws IllegalArgumentException if the key does not end in {@code -bin}
   */
  public Metadata withBinary(String key, byte[] value) {
    return new Builder().addAll(this).addBinary(key, value).build();
  }

  /** This metadata followed by all entries of another. */
  public Metadata withAll(Metadata other) {
    if (other.isEmpty()) {
      return this;
    }
    return isEmpty() ? other : new Builder().addAll(this).addAll(other).build();
  }

  /** This metadata without the entries of a key. */
  public Metadata without(String key) {
    var builder = new Builder();
    for (int i = 0; i < entries.length; i += 2) {
      if (!entries[i].equals(key)) {
        builder.entries.add(entries[i]);
        builder.entries.add(entries[i + 1]);
      }
    }
    return builder.build();
  }

  /** The last text value of a key, or null if it has none. */
  public @Nullable String get(String key) {
    return lastOf(key) instanceof String text ? text : null;
  }

  /** The last value of a key of bytes, as a copy, or null if it has none. */
  public byte @Nullable [] getBinary(String key) {
    return lastOf(key) instanceof byte[] bytes ? bytes.clone() : null;
  }

  /** All text values of a key, in order. */
  public List<String> getAll(String key) {
    var values = new ArrayList<String>();
    for (int i = 0; i < entries.length; i += 2) {
      if (entries[i].equals(key) && entries[i + 1] instanceof String text) {
        values.add(text);
      }
    }
    return values;
  }

  /** All values of a key of bytes, in order, as copies. */
  public List<byte[]> getAllBinary(String key) {
    var values = new ArrayList<byte[]>();
    for (int i = 0; i < entries.length; i += 2) {
      if (entries[i].equals(key) && entries[i + 1] instanceof byte[] bytes) {
        values.add(bytes.clone());
      }
    }
    return values;
  }

  /** Whether a key has a value. */
  public boolean contains(String key) {
    return lastOf(key) != null;
  }

  /** The keys, each once, in the order in which they first stand. */
  public Set<String> keys() {
    var keys = new LinkedHashSet<String>();
    for (int i = 0; i < entries.length; i += 2) {
      keys.add((String) entries[i]);
    }
    return keys;
  }

  /** The number of entries. */
  public int size() {
    return entries.length / 2;
  }

  /** Whether there are no entries. */
  public boolean isEmpty() {
    return entries.length == 0;
  }

  /**
   * Hands each entry in order to one of two takers: text as it is, bytes as the array that this
   * metadata holds, which the taker must not change.
   */
  public void forEach(BiConsumer<String, String> text, BiConsumer<String, byte[]> bytes) {
    for (int i = 0; i < entries.length; i += 2) {
      if (entries[i + 1] instanceof String value) {
        text.accept((String) entries[i], value);
      } else {
        bytes.accept((String) entries[i], (byte[]) entries[i + 1]);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Metadata m && Arrays.deepEquals(entries, m.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(entries);
  }

  /** The keys and values, bytes in base64; for tests and logs that may show what users send. */
  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    forEach(
        (key, value) -> lines.add(key + ": " + value),
        (key, value) -> lines.add(key + ": " + Base64.getEncoder().encodeToString(value)));
    return lines.toString();
  }

  private static boolean isOtherKeyCharacter(char c) {
    return c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
  }

  private @Nullable Object lastOf(String key) {
    for (int i = entries.length - 2; i >= 0; i -= 2) {
      if (entries[i].equals(key)) {
        return entries[i + 1];
      }
    }
    return null;
  }

  /** Collects the entries of metadata. */
  public static final class Builder {

    private final List<Object> entries = new ArrayList<>();

    private Builder() {}

    /** Adds a text entry, as {@link Metadata#with} does. */
    public Builder add(String key, String value) {
      String name = validKey(key);
      if (isBinary(name)) {
        throw new IllegalArgumentException("the value of metadata key " + name + " must be bytes");
      }
      entries.add(name);
      entries.add(validText(name, value));
      return this;
    }

    /** Adds an entry of bytes, as {@link Metadata#withBinary} does; the bytes are copied. */
    public Builder addBinary(String key, byte[] value) {
      String name = validKey(key);
      if (!isBinary(name)) {
        throw new IllegalArgumentException("metadata key " + name + " of bytes must end in -bin");
      }
      entries.add(name);
      entries.add(value.clone());
      return this;
    }

    /** Adds all entries of other metadata. */
    public Builder addAll(Metadata other) {
      entries.addAll(Arrays.asList(other.entries));
      return this;
    }

    /** The metadata. */
    public Metadata build() {
      return entries.isEmpty() ? EMPTY : new Metadata(entries.toArray());
    }

    private static String validKey(String key) {
      boolean upper = false;
      for (int i = 0; i < key.length(); i++) {
        char c = key.charAt(i);
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        upper |= c >= 'A' && c <= 'Z';
        if (!letter && !isOtherKeyCharacter(c)) {
          throw new IllegalArgumentException(
              "metadata key \"" + key + "\" has the character " + (int) c + " at " + i);
        }
      }
      if (key.isEmpty()) {
        throw new IllegalArgumentException("metadata key is empty");
      }
      return upper ? lowerCase(key) : key;
    }

    private static String lowerCase(String key) {
      byte[] ascii = key.getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < ascii.length; i++) {
        ascii[i] = (byte) Character.toLowerCase(ascii[i]);
      }
      return new String(ascii, StandardCharsets.US_ASCII);
    }

    private static String validText(String key, String value) {
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c < ' ' || c > '~') {
          throw new IllegalArgumentException(
              "the value of metadata key " + key + " has the character " + (int) c + " at " + i);
        }
      }
      return value;
    }
  }
}
