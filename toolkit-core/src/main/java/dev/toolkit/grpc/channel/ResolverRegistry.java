package dev.toolkit.grpc.channel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of resolver providers, by scheme; the first is that of targets without one. Immutable. */
public final class ResolverRegistry {

  private final Map<String, ResolverProvider> providers;

  private ResolverRegistry(Map<String, ResolverProvider> providers) {
    this.providers = providers;
  }

  /** The set of these providers, the default one first. */
  public static ResolverRegistry of(Collection<? extends ResolverProvider> providers) {
    var byScheme = new LinkedHashMap<String, ResolverProvider>();
    providers.forEach(provider -> byScheme.put(provider.scheme(), provider));
    if (byScheme.isEmpty()) {
      throw new IllegalArgumentException("providers is empty, at least one is needed");
    }
    return new ResolverRegistry(byScheme);
  }

  /** This set with one more provider, which takes the place of one with its scheme. */
  public ResolverRegistry with(ResolverProvider provider) {
    var all = new ArrayList<>(providers.values());
    all.add(provider);
    return of(all);
  }

  /** The provider of a scheme, or null. */
  public @Nullable ResolverProvider byScheme(String scheme) {
    return providers.get(scheme);
  }

  /** The schemes of all providers. */
  public Set<String> schemes() {
    return Set.copyOf(providers.keySet());
  }

  /**
   * The target that a text means, checked by its provider.
   *
   * @throws IllegalArgumentException with what is wrong and what is expected
   */
  public Target parse(String text) {
    Target target = Target.parse(text, providers.keySet(), providers.keySet().iterator().next());
    providers.get(target.scheme()).check(target);
    return target;
  }

  /** The provider of a target that {@link #parse} made. */
  ResolverProvider of(Target target) {
    return providers.get(target.scheme());
  }
}
