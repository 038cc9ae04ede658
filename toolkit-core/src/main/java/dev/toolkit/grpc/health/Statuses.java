package dev.toolkit.grpc.health;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The status of each service that is known, and who watches it. Safe for use by any thread. */
final class Statuses {

  private final int maxWatches;
  private final ConcurrentHashMap<String, ServingStatus> known = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Set<HealthWatcher>> watchers = new ConcurrentHashMap<>();
  private final AtomicInteger watches = new AtomicInteger();
  private volatile boolean terminal;

  Statuses(int maxWatches) {
    this.maxWatches = maxWatches;
  }

  int maxWatches() {
    return maxWatches;
  }

  Statuses set(String service, ServingStatus status) {
    if (known.put(service, status) != status) {
      tell(service);
    }
    return this;
  }

  void clear(String service) {
    if (known.remove(service) != null) {
      tell(service);
    }
  }

  void enterTerminalState() {
    terminal = true;
    watchers.values().forEach(Statuses::tellAll);
  }

  /** The status of a service, null if it is not known. */
  @Nullable ServingStatus get(String service) {
    ServingStatus status = known.get(service);
    return status != null && terminal ? ServingStatus.NOT_SERVING : status;
  }

  /** The names of the services. */
  List<String> services() {
    return List.copyOf(known.keySet());
  }

  /** Adds one who is told of each change; false if there are too many. */
  boolean add(HealthWatcher watcher) {
    if (watches.incrementAndGet() > maxWatches) {
      watches.decrementAndGet();
      return false;
    }
    watchers.compute(watcher.service(), (name, set) -> with(set, watcher));
    return true;
  }

  void remove(HealthWatcher watcher) {
    watchers.computeIfPresent(watcher.service(), (name, set) -> without(set, watcher));
    watches.decrementAndGet();
  }

  private void tell(String service) {
    tellAll(watchers.getOrDefault(service, Set.of()));
  }

  private static void tellAll(Collection<HealthWatcher> watchers) {
    watchers.forEach(HealthWatcher::changed);
  }

  private static Set<HealthWatcher> with(
      @Nullable Set<HealthWatcher> watchers, HealthWatcher watcher) {
    var all = watchers == null ? ConcurrentHashMap.<HealthWatcher>newKeySet() : watchers;
    all.add(watcher);
    return all;
  }

  private static @Nullable Set<HealthWatcher> without(
      Set<HealthWatcher> watchers, HealthWatcher watcher) {
    watchers.remove(watcher);
    return watchers.isEmpty() ? null : watchers;
  }
}
