package dev.toolkit.grpc.config;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Says in the log which fields of the service configs of a target are ignored, because nobody knows
 * them: each once, at WARNING, and no more than 100. Not safe for use by two threads at a time.
 */
public final class IgnoredFields implements Consumer<String> {

  private static final System.Logger LOG = System.getLogger(IgnoredFields.class.getName());
  private static final int MAX_LOGGED = 100;

  private final String target;
  private final Set<String> logged = new HashSet<>();

  /** Fields of the configs of a target. */
  public IgnoredFields(String target) {
    this.target = target;
  }

  /** Takes the path of a field, such as {@code methodConfig[0].retryPolcy}. */
  @Override
  public void accept(String path) {
    if (logged.size() < MAX_LOGGED && logged.add(path)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "service config of " + target + ": " + path + " is not known, ignored");
    }
  }
}
