package dev.toolkit.grpc.benchmarks.load;

import dev.toolkit.grpc.benchmarks.driver.Flags;
import dev.toolkit.grpc.client.GrpcClientOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is called, and how often.
 *
 * @param target what is called
 * @param serviceConfig the service config of the client
 * @param rate calls a second
 * @param length how long
 * @param timeout of each call
 * @param keepalive the time of keepalive, which may be short; null for none
 * @param keepaliveTimeout how long a PING may be unanswered
 * @param waitForReady whether calls wait for a connection
 * @param maxOutstanding calls under way at a time; those past it fail RESOURCE_EXHAUSTED unmade
 */
public record LoadOptions(
    String target,
    JsonObject serviceConfig,
    int rate,
    Duration length,
    Duration timeout,
    @Nullable Duration keepalive,
    Duration keepaliveTimeout,
    boolean waitForReady,
    int maxOutstanding) {

  private static final String WAIT = "--wait_for_ready";

  /**
   * Options from a command line: {@code --target T} with {@code --service_config_json J --rate R
   * --seconds S --timeout_ms M --keepalive_ms K --keepalive_timeout_ms K --max_outstanding N
   * --wait_for_ready}.
   *
   * @throws IllegalArgumentException for a flag that is not known or has a wrong value, named
   */
  public static LoadOptions parse(String... args) {
    String[] all = args.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] = all[i].equals(WAIT) ? WAIT + "=true" : all[i];
    }
    Flags flags =
        Flags.parse(
            all,
            "target",
            "service_config_json",
            "rate",
            "seconds",
            "timeout_ms",
            "keepalive_ms",
            "keepalive_timeout_ms",
            "max_outstanding",
            "wait_for_ready");
    int keepalive = flags.number("keepalive_ms", 0);
    return new LoadOptions(
        flags.text("target", GrpcClientOptions.DEFAULT_TARGET),
        json(flags.text("service_config_json", "{}")),
        atLeastOne(flags, "rate", 100),
        Duration.ofSeconds(atLeastOne(flags, "seconds", 10)),
        Duration.ofMillis(atLeastOne(flags, "timeout_ms", 1_000)),
        keepalive == 0 ? null : Duration.ofMillis(keepalive),
        Duration.ofMillis(atLeastOne(flags, "keepalive_timeout_ms", 20_000)),
        flags.text("wait_for_ready", "false").equals("true"),
        atLeastOne(flags, "max_outstanding", 10_000));
  }

  /** The options of the client that makes the calls. */
  GrpcClientOptions client() {
    var options =
        new GrpcClientOptions()
            .setTarget(target)
            .setServiceConfig(serviceConfig)
            .setWaitForReady(waitForReady)
            .setTimeout(timeout);
    options.getHttp().setPlaintext(true);
    options.getHttp().getKeepalive().setTimeout(keepaliveTimeout);
    if (keepalive != null) {
      options.getHttp().getKeepalive().setTime(keepalive).setShortTimeAllowed(true);
    }
    return options;
  }

  private static int atLeastOne(Flags flags, String name, int otherwise) {
    int value = flags.number(name, otherwise);
    if (value < 1) {
      throw new IllegalArgumentException("--" + name + " is " + value + ", must be >= 1");
    }
    return value;
  }

  private static JsonObject json(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw new IllegalArgumentException("--service_config_json is no JSON: " + text, e);
    }
  }
}
