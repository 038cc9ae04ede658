package dev.toolkit.grpc.config;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the owner of a service wants it to be called: which endpoints are chosen, and what holds for
 * each method. It comes from the resolver or from the user. See service_config.md of gRPC.
 *
 * <p>Two configs that say the same are equal.
 *
 * @param loadBalancing the policies of load balancing, of which the first known one is taken; empty
 *     leaves it to the channel
 * @param methods what holds for methods: the key is {@code /service/method} for one, {@code
 *     /service/} for those of a service that have none, and empty for all others
 * @param retryThrottling when calls are no longer tried again; null for never
 * @param healthCheck whether endpoints are asked for their health; null if they are not
 * @param maxConnectionsPerSubchannel how many connections an endpoint may get when its streams are
 *     used up; 1 or more. See gRFC A105
 */
public record ServiceConfig(
    List<LoadBalancingConfig> loadBalancing,
    Map<String, MethodConfig> methods,
    @Nullable RetryThrottling retryThrottling,
    @Nullable HealthCheckConfig healthCheck,
    int maxConnectionsPerSubchannel) {

  /** A config that says nothing. */
  public static final ServiceConfig EMPTY = new ServiceConfig(List.of(), Map.of(), null, null, 1);

  /** Checks and copies the components. */
  public ServiceConfig {
    loadBalancing = List.copyOf(loadBalancing);
    methods = Map.copyOf(methods);
    Checks.require(
        maxConnectionsPerSubchannel >= 1,
        "maxConnectionsPerSubchannel",
        maxConnectionsPerSubchannel,
        ">= 1");
  }

  /**
   * Reads a config from its text.
   *
   * @throws IllegalArgumentException if it is no JSON object, or a field is wrong
   */
  public static ServiceConfig parse(String text) {
    return parse(text, path -> {});
  }

  /**
   * Reads a config from its text.
   *
   * @param ignored takes the path of each field that is not known
   * @throws IllegalArgumentException if it is no JSON object, or a field is wrong
   */
  public static ServiceConfig parse(String text, Consumer<String> ignored) {
    try {
      return of(new JsonObject(text), ignored);
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException("service config is no JSON object: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a config; fields that are not known are let pass.
   *
   * @throws IllegalArgumentException if a field is wrong; the message says its path, its value and
   *     what it must be
   */
  public static ServiceConfig of(JsonObject json) {
    return of(json, path -> {});
  }

  /**
   * Reads a config.
   *
   * @param ignored takes the path of each field that is not known, such as {@code
   *     methodConfig[0].retryPolcy}
   * @throws IllegalArgumentException if a field is wrong; the message says its path, its value and
   *     what it must be
   */
  public static ServiceConfig of(JsonObject json, Consumer<String> ignored) {
    return new ServiceConfigReader().read(new ConfigFields(json, "", ignored));
  }

  /** What holds for the method of a path: {@link MethodConfig#NONE} if nothing is said of it. */
  public MethodConfig methodConfig(String path) {
    if (methods.isEmpty()) {
      return MethodConfig.NONE;
    }
    MethodConfig found = methods.get(path);
    if (found == null) {
      found = methods.get(path.substring(0, path.lastIndexOf('/') + 1));
    }
    return found != null ? found : methods.getOrDefault("", MethodConfig.NONE);
  }
}
