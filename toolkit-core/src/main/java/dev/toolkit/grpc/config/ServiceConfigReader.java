package dev.toolkit.grpc.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a service config by the schema of service_config.proto. */
final class ServiceConfigReader {

  private static final String PICK_FIRST = "pick_first";

  private final Map<String, MethodConfig> methods = new HashMap<>();

  ServiceConfig read(ConfigFields fields) {
    List<LoadBalancingConfig> policies = loadBalancing(fields);
    fields.objects("methodConfig").forEach(this::method);
    RetryThrottling throttling = throttling(fields.object("retryThrottling"));
    HealthCheckConfig health = health(fields.object("healthCheckConfig"));
    int connections = connections(fields.object("connectionScaling"));
    fields.end();
    return new ServiceConfig(policies, methods, throttling, health, connections);
  }

  /** The list, or else the one policy of older configs, for which an unknown name is no error. */
  private static List<LoadBalancingConfig> loadBalancing(ConfigFields fields) {
    List<LoadBalancingConfig> policies = fields.policies("loadBalancingConfig");
    String older = fields.text("loadBalancingPolicy");
    if (!policies.isEmpty() || older == null || older.isEmpty()) {
      return policies;
    }
    var named = new LoadBalancingConfig(older.toLowerCase(Locale.ROOT));
    return List.of(named, new LoadBalancingConfig(PICK_FIRST));
  }

  /** A config without names is checked, and otherwise of no effect. */
  private void method(ConfigFields fields) {
    Boolean waitForReady = fields.flag("waitForReady");
    Duration timeout = fields.duration("timeout");
    int maxRequest = fields.unsigned("maxRequestMessageBytes", -1);
    int maxResponse = fields.unsigned("maxResponseMessageBytes", -1);
    AttemptPolicy attempts = attempts(fields);
    var config =
        fields.make(
            () -> new MethodConfig(waitForReady, timeout, maxRequest, maxResponse, attempts));
    for (ConfigFields name : fields.objects("name")) {
      put(name, config);
    }
    fields.end();
  }

  private void put(ConfigFields name, MethodConfig config) {
    String service = Objects.requireNonNullElse(name.text("service"), "");
    String method = Objects.requireNonNullElse(name.text("method"), "");
    if (service.isEmpty() && !method.isEmpty()) {
      throw name.wrong("method", "without a value where there is no service");
    }
    String key = service.isEmpty() ? "" : "/" + service + "/" + method;
    if (methods.putIfAbsent(key, config) != null) {
      String which = key.isEmpty() ? "the default" : key;
      throw new IllegalArgumentException(name.path() + " names " + which + ", as another does");
    }
    name.end();
  }

  private static @Nullable AttemptPolicy attempts(ConfigFields fields) {
    ConfigFields retry = fields.object("retryPolicy");
    ConfigFields hedging = fields.object("hedgingPolicy");
    if (retry != null && hedging != null) {
      throw new IllegalArgumentException(
          fields.path() + " has retryPolicy and hedgingPolicy, must have one of them at most");
    }
    return retry != null ? retry(retry) : hedging != null ? hedging(hedging) : null;
  }

  private static RetryPolicy retry(ConfigFields fields) {
    fields.require("maxAttempts", "initialBackoff", "maxBackoff");
    fields.require("backoffMultiplier", "retryableStatusCodes");
    int maxAttempts = fields.unsigned("maxAttempts", 0);
    Duration initial = fields.duration("initialBackoff");
    Duration max = fields.duration("maxBackoff");
    double multiplier = fields.number("backoffMultiplier", 0);
    var codes = fields.codes("retryableStatusCodes");
    fields.end();
    return fields.make(() -> new RetryPolicy(maxAttempts, initial, max, multiplier, codes));
  }

  private static HedgingPolicy hedging(ConfigFields fields) {
    fields.require("maxAttempts");
    int maxAttempts = fields.unsigned("maxAttempts", 0);
    Duration delay = Objects.requireNonNullElse(fields.duration("hedgingDelay"), Duration.ZERO);
    var codes = fields.codes("nonFatalStatusCodes");
    fields.end();
    return fields.make(() -> new HedgingPolicy(maxAttempts, delay, codes));
  }

  private static @Nullable RetryThrottling throttling(@Nullable ConfigFields fields) {
    if (fields == null) {
      return null;
    }
    fields.require("maxTokens", "tokenRatio");
    double maxTokens = fields.number("maxTokens", 0);
    double tokenRatio = fields.number("tokenRatio", 0);
    fields.end();
    return fields.make(() -> new RetryThrottling(maxTokens, tokenRatio));
  }

  private static @Nullable HealthCheckConfig health(@Nullable ConfigFields fields) {
    if (fields == null) {
      return null;
    }
    String serviceName = Objects.requireNonNullElse(fields.text("serviceName"), "");
    fields.end();
    return new HealthCheckConfig(serviceName);
  }

  private static int connections(@Nullable ConfigFields fields) {
    if (fields == null) {
      return 1;
    }
    int connections = fields.unsigned("maxConnectionsPerSubchannel", 1);
    fields.end();
    if (connections < 1) {
      throw fields.wrong("maxConnectionsPerSubchannel", ">= 1");
    }
    return connections;
  }
}
