package dev.toolkit.grpc;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Optional;

/**
 * The levels of toolkit-core, as docs/architecture.md draws them. A package uses itself, its
 * sub-packages and packages of lower levels. A package that is not in the table belongs to the
 * nearest one above it that is.
 */
final class Layers extends ArchCondition<JavaClass> {
  private static final String ROOT = "dev.toolkit.grpc";

  private static final Map<String, Integer> LEVELS =
      Map.ofEntries(
          entry(ROOT, 0),
          entry(ROOT + ".encoding", 1),
          entry(ROOT + ".config", 1),
          entry(ROOT + ".call", 2),
          entry(ROOT + ".transport", 3),
          entry(ROOT + ".retry", 3),
          entry(ROOT + ".protocol", 3),
          entry(ROOT + ".transport.http", 4),
          entry(ROOT + ".transport.eventbus", 4),
          entry(ROOT + ".transport.inprocess", 4),
          entry(ROOT + ".channel", 4),
          entry(ROOT + ".channel.resolver", 5),
          entry(ROOT + ".channel.balancer", 5),
          entry(ROOT + ".client", 6),
          entry(ROOT + ".server", 6),
          entry(ROOT + ".health", 7),
          entry(ROOT + ".reflection", 7),
          entry(ROOT + ".channelz", 7),
          entry(ROOT + ".orca", 7),
          entry(ROOT + ".observability", 7));

  /** Puts the defaults of a client together, some of which are written with the client. */
  private static final String DEFAULTS = ROOT + ".client.Defaults";

  Layers() {
    super("use lower levels only");
  }

  @Override
  public void check(JavaClass origin, ConditionEvents events) {
    var layer = layerOf(origin);
    if (layer.isEmpty()) {
      events.add(SimpleConditionEvent.violated(origin, origin.getName() + " is in no known layer"));
      return;
    }
    if (origin.getName().equals(DEFAULTS)) {
      return;
    }
    for (var dependency : origin.getDirectDependenciesFromSelf()) {
      var target = layerOf(dependency.getTargetClass());
      if (target.isPresent() && !allowed(layer.get(), target.get())) {
        events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
      }
    }
  }

  private static boolean allowed(String origin, String target) {
    return origin.equals(target) || LEVELS.get(target) < LEVELS.get(origin);
  }

  /**
   * The layer of a class of ours; none for other people's classes and for packages without a layer.
   */
  private static Optional<String> layerOf(JavaClass type) {
    var name = type.getBaseComponentType().getPackageName();
    if (!name.equals(ROOT) && !name.startsWith(ROOT + ".")) {
      return Optional.empty();
    }
    while (!LEVELS.containsKey(name)) {
      name = name.substring(0, name.lastIndexOf('.'));
    }
    return name.equals(ROOT) && !type.getBaseComponentType().getPackageName().equals(ROOT)
        ? Optional.empty()
        : Optional.of(name);
  }
}
