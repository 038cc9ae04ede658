package dev.toolkit.grpc.encoding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An immutable set of compressors, each found by its name; {@code identity} is always in it. */
public final class Compressors {

  private final Map<String, Compressor> byName;
  private final List<String> names;
  private final String acceptEncoding;

  private Compressors(Map<String, Compressor> byName) {
    this.byName = byName;
    this.names = List.copyOf(byName.keySet());
    this.acceptEncoding =
        names.stream()
            .filter(name -> !name.equals(IdentityCompressor.NAME))
            .collect(Collectors.joining(","));
  }

  /**
   * The set of the given compressors.
   *
   * @throws IllegalArgumentException when two have the same name
   */
  public static Compressors of(Compressor... compressors) {
    return of(List.of(compressors));
  }

  /**
   * The set of all compressors of the toolkit that can be used here: {@code identity}, {@code gzip}
   * and {@code deflate}, and those of {@code zstd}, {@code br} and {@code snappy} whose libraries
   * are on the class path.
   */
  public static Compressors defaults() {
    var all = new ArrayList<Compressor>();
    all.add(Compressor.identity());
    all.add(Compressor.gzip());
    all.add(Compressor.deflate());
    all.addAll(OptionalCompressors.usable());
    return of(all);
  }

  /** The compressor with a name; null when the set has none. */
  public @Nullable Compressor byName(String name) {
    return byName.get(name);
  }

  /** The names, in the order that the compressors were given in. */
  public List<String> names() {
    return names;
  }

  /**
   * The value of {@code grpc-accept-encoding}: the names without {@code identity}, comma-separated,
   * in order; empty when there are none.
   */
  public String acceptEncoding() {
    return acceptEncoding;
  }

  @Override
  public String toString() {
    return names.toString();
  }

  private static Compressors of(List<Compressor> compressors) {
    var byName = new LinkedHashMap<String, Compressor>();
    for (Compressor compressor : compressors) {
      if (byName.put(compressor.name(), compressor) != null) {
        throw new IllegalArgumentException("two compressors are named " + compressor.name());
      }
    }
    byName.putIfAbsent(IdentityCompressor.NAME, Compressor.identity());
    return new Compressors(byName);
  }
}
