package dev.toolkit.grpc.encoding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An immutable set of codecs, each found by its name. */
public final class Codecs {

  private final Map<String, Codec> byName;
  private final List<String> names;

  private Codecs(Map<String, Codec> byName) {
    this.byName = byName;
    this.names = List.copyOf(byName.keySet());
  }

  /**
   * The set of the given codecs.
   *
   * @throws IllegalArgumentException when two have the same name
   */
  public static Codecs of(Codec... codecs) {
    var byName = new LinkedHashMap<String, Codec>();
    for (Codec codec : codecs) {
      if (byName.put(codec.name(), codec) != null) {
        throw new IllegalArgumentException("two codecs are named " + codec.name());
      }
    }
    return new Codecs(byName);
  }

  /** The set of {@link ProtoCodec}, and {@link JsonCodec} with no type for {@code Any}. */
  public static Codecs defaults() {
    return of(new ProtoCodec(), new JsonCodec());
  }

  /** The codec for a content-subtype in lower case; null when the set has none. */
  public @Nullable Codec byName(String name) {
    return byName.get(name);
  }

  /** The names, in the order that the codecs were given in. */
  public List<String> names() {
    return names;
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
