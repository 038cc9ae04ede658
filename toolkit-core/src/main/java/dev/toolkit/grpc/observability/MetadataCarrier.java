package dev.toolkit.grpc.observability;

import dev.toolkit.grpc.Metadata;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a propagator read and write the text values of metadata. */
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
      if (Metadata.isKey(key) && !Metadata.isBinary(key)) {
        all = all.without(key).with(key, value.getValue());
      }
    }
    return all;
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
    return metadata == null || Metadata.isBinary(key)
        ? null
        : metadata.get(key.toLowerCase(Locale.ROOT));
  }
}
