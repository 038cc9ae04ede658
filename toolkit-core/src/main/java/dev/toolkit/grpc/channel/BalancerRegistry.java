package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.config.LoadBalancingConfig;
import dev.toolkit.grpc.config.ServiceConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of balancing policies, by name. Immutable. */
public final class BalancerRegistry {

  private final Map<String, BalancerProvider> providers;

  private BalancerRegistry(Map<String, BalancerProvider> providers) {
    this.providers = providers;
  }

  /** The set of these policies. */
  public static BalancerRegistry of(Collection<? extends BalancerProvider> providers) {
    var byName = new LinkedHashMap<String, BalancerProvider>();
    providers.forEach(provider -> byName.put(provider.policyName(), provider));
    return new BalancerRegistry(byName);
  }

  /** This set with one more policy, which takes the place of one with its name. */
  public BalancerRegistry with(BalancerProvider provider) {
    var all = new ArrayList<>(providers.values());
    all.add(provider);
    return of(all);
  }

  /** The policy of a name, or null. */
  public @Nullable BalancerProvider byName(String name) {
    return providers.get(name);
  }

  /** The names of all policies. */
  public Set<String> names() {
    return Set.copyOf(providers.keySet());
  }

  /**
   * Chooses the first known policy of a list such as {@code [{"round_robin": {}}]} and reads its
   * configuration. See gRFC A24.
   *
   * @param configs the list
   * @param path where it stands, for messages
   * @throws IllegalArgumentException if no policy is known, an entry does not have exactly one, or
   *     the configuration is wrong
   */
  public BalancerChoice choose(JsonArray configs, String path) {
    var unknown = new ArrayList<String>();
    for (int i = 0; i < configs.size(); i++) {
      if (!(configs.getValue(i) instanceof JsonObject entry) || entry.size() != 1) {
        throw new IllegalArgumentException(
            path + "[" + i + "] is " + configs.getValue(i) + ", expected one policy: {name: {}}");
      }
      String name = entry.fieldNames().iterator().next();
      BalancerProvider provider = providers.get(name);
      if (provider != null) {
        return choice(provider, entry.getValue(name), path + "[" + i + "]." + name);
      }
      unknown.add(name);
    }
    throw unknown(path, unknown);
  }

  /**
   * Checks what a service config says of balancing.
   *
   * @throws IllegalArgumentException if it chooses no known policy, or configures it wrongly
   */
  public void check(ServiceConfig config) {
    ResolvedConfig.of(config, this, null);
  }

  /**
   * Chooses the first known policy of those that a service config, or a policy for its children,
   * names, and reads its configuration.
   *
   * @param configs the policies, the most wanted first
   * @param path where they stand, for messages
   * @throws IllegalArgumentException if no policy is known, or the configuration is wrong
   */
  public BalancerChoice choose(List<LoadBalancingConfig> configs, String path) {
    for (int i = 0; i < configs.size(); i++) {
      LoadBalancingConfig config = configs.get(i);
      BalancerProvider provider = providers.get(config.name());
      if (provider != null) {
        return choice(provider, config.config(), path + "[" + i + "]." + config.name());
      }
    }
    throw unknown(path, configs.stream().map(LoadBalancingConfig::name).toList());
  }

  private BalancerChoice choice(BalancerProvider provider, @Nullable Object value, String path) {
    if (!(value instanceof JsonObject config)) {
      throw new IllegalArgumentException(path + " is " + value + ", expected an object");
    }
    return new BalancerChoice(provider, provider.parseConfig(config, this, path));
  }

  private IllegalArgumentException unknown(String path, List<String> names) {
    return new IllegalArgumentException(
        path + " names " + names + ", known policies are " + providers.keySet());
  }
}
