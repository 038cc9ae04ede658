package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.Metadata;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a propagator read and write metadata. A value of bytes, of a key that ends in {@code -bin},
 * is base64 to the propagator.
 */
final class MetadataCarrier implements TextMapGetter<Metadata> {

  private static final MetadataCarrier GETTER = new MetadataCarrier();

  private MetadataCarrier() {}

  /** The metadata with what tells the next process of a context. */
  static Metadata inject(TextMapPropagator propagator, Context context, Metadata metadata) {
    Map<String, String> values = new HashMap<>();
    propagator.inject(context, values, Map::put);
    Metadata all = metadata;
    for (var value : values.entrySet()) {
      String key = value.getKey().toLowerCase(Locale.ROOT);
      if (Metadata.isKey(key)) {
        all = with(all.without(key), key, value.getValue());
      }
    }
    return all;
  }

  private static Metadata with(Metadata metadata, String key, String value) {
    return Metadata.isBinary(key)
        ? metadata.withBinary(key, Base64.getDecoder().decode(value))
        : metadata.with(key, value);
  }

  /** The context that a caller told of. */
  static Context extract(TextMapPropagator propagator, Metadata metadata) {
    return propagator.extract(Context.root(), metadata, GETTER);
  }

  @Override
  public Iterable<String> keys(Metadata metadata) {
    return metadata.keys();
  }

  @Override
  public @Nullable String get(@Nullable Metadata metadata, String key) {
    String name = key.toLowerCase(Locale.ROOT);
    if (metadata == null) {
      return null;
    }
    if (!Metadata.isBinary(name)) {
      return metadata.get(name);
    }
    byte[] value = metadata.getBinary(name);
    return value == null ? null : Base64.getEncoder().encodeToString(value);
  }
}
