package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.config.ConfigFields;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * {@code ring_hash_experimental}: calls with the same hash go to the same endpoint, and most of
 * them still do when endpoints come and go.
 *
 * <p>Its fields, with their defaults: {@code minRingSize} (1024) and {@code maxRingSize} (4096),
 * both at most 8,388,608 and cut to the cap of the provider, and {@code requestHashHeader}, the
 * metadata key whose values are hashed; a call without it goes to an endpoint by chance. Without
 * {@code requestHashHeader} a call needs the attribute {@link #REQUEST_HASH}, and fails UNAVAILABLE
 * if it has none. See gRFC A42, A61 and A76.
 */
public final class RingHashProvider implements BalancerProvider {

  /** The name of the policy. */
  public static final String NAME = "ring_hash_experimental";

  /**
   * The hash of a call: an attribute of its head, from the caller's options, an interceptor or a
   * config selector.
   */
  public static final Attributes.Key<Long> REQUEST_HASH = new Attributes.Key<>("request-hash");

  /** The largest ring that is made if nothing else is said. */
  public static final int DEFAULT_CAP = 4096;

  private static final int MIN_SIZE = 1024;
  private static final int MAX_SIZE = 4096;
  private static final int LIMIT = 8 * 1024 * 1024;

  private final int cap;

  /** A policy with rings of {@link #DEFAULT_CAP} entries at most. */
  public RingHashProvider() {
    this(DEFAULT_CAP);
  }

  /**
   * A policy with a cap of its own.
   *
   * @param cap how many entries a ring has at most, whatever the configuration says, from 1 to
   *     8,388,608
   */
  public RingHashProvider(int cap) {
    if (cap < 1 || cap > LIMIT) {
      throw new IllegalArgumentException("cap is " + cap + ", must be from 1 to " + LIMIT);
    }
    this.cap = cap;
  }

  @Override
  public String policyName() {
    return NAME;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    var fields = new ConfigFields(config, path, ignored -> {});
    int min = size(fields, "minRingSize", MIN_SIZE);
    int max = size(fields, "maxRingSize", MAX_SIZE);
    if (min > max) {
      throw new IllegalArgumentException(
          fields.path("minRingSize") + " is " + min + ", must be at most maxRingSize, " + max);
    }
    return new RingHashConfig(Math.min(min, cap), Math.min(max, cap), header(fields));
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new RingHashBalancer(helper);
  }

  private static int size(ConfigFields fields, String name, int absent) {
    int size = fields.unsigned(name, 0);
    if (size > LIMIT) {
      throw fields.wrong(name, "from 0 to " + LIMIT);
    }
    return size == 0 ? absent : size;
  }

  private static String header(ConfigFields fields) {
    String text = fields.text("requestHashHeader");
    if (text == null || text.isEmpty()) {
      return "";
    }
    String key = text.toLowerCase(Locale.ROOT);
    if (!Metadata.isKey(key) || Metadata.isBinary(key)) {
      throw fields.wrong("requestHashHeader", "a metadata key that does not end in -bin");
    }
    return key;
  }
}
