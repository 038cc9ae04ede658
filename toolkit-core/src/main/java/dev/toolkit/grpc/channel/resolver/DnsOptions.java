package dev.toolkit.grpc.channel.resolver;

import dev.toolkit.grpc.config.JsonFields;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;

/**
 * How the scheme {@code dns} looks names up.
 *
 * <p>Which servers are asked, the hosts file, search domains and the timeout of one query are those
 * of the {@code AddressResolverOptions} of the Vertx.
 */
@DataObject
public final class DnsOptions {

  /** The default of {@link #setMinInterval}. */
  public static final Duration DEFAULT_MIN_INTERVAL = Duration.ofSeconds(30);

  /** The default of {@link #setRefreshInterval}: never. */
  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ZERO;

  /** The default of {@link #setTimeout}. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** The default of {@link #setServiceConfig}. */
  public static final boolean DEFAULT_SERVICE_CONFIG = true;

  private static final double REFRESH_JITTER = 0.1;

  private Duration minInterval = DEFAULT_MIN_INTERVAL;
  private Duration refreshInterval = DEFAULT_REFRESH_INTERVAL;
  private Duration timeout = DEFAULT_TIMEOUT;
  private boolean serviceConfig = DEFAULT_SERVICE_CONFIG;
  private String clientHostname = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "");

  /** Options with the defaults. */
  public DnsOptions() {}

  /** A copy. */
  public DnsOptions(DnsOptions other) {
    minInterval = other.minInterval;
    refreshInterval = other.refreshInterval;
    timeout = other.timeout;
    serviceConfig = other.serviceConfig;
    clientHostname = other.clientHostname;
  }

  /**
   * Options from JSON, whose fields are named as the setters are; durations are in milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public DnsOptions(JsonObject json) {
    new JsonFields(json, "DNS options")
        .millis("minInterval", this::setMinInterval)
        .millis("refreshInterval", this::setRefreshInterval)
        .millis("timeout", this::setTimeout)
        .flag("serviceConfig", this::setServiceConfig)
        .text("clientHostname", this::setClientHostname)
        .end();
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("minInterval", minInterval.toMillis())
        .put("refreshInterval", refreshInterval.toMillis())
        .put("timeout", timeout.toMillis())
        .put("serviceConfig", serviceConfig)
        .put("clientHostname", clientHostname);
  }

  /** See {@link #setMinInterval}. */
  public Duration getMinInterval() {
    return minInterval;
  }

  /**
   * Sets the least time between a look-up that succeeded and the next, however often connections
   * are lost. Default 30 s; at least 1 ms.
   */
  public DnsOptions setMinInterval(Duration minInterval) {
    this.minInterval = positive("minInterval", minInterval);
    return this;
  }

  /** See {@link #setRefreshInterval}. */
  public Duration getRefreshInterval() {
    return refreshInterval;
  }

  /**
   * Sets after what time a name is looked up again although nothing was lost, 10 % more or less by
   * chance and not before {@link #setMinInterval}. With it, servers that were added are found.
   * Default zero: never.
   */
  public DnsOptions setRefreshInterval(Duration refreshInterval) {
    if (refreshInterval.isNegative()) {
      throw new IllegalArgumentException(
          "refreshInterval must be >= 0, is " + refreshInterval.toMillis() + " ms");
    }
    this.refreshInterval = refreshInterval;
    return this;
  }

  /** See {@link #setTimeout}. */
  public Duration getTimeout() {
    return timeout;
  }

  /** Sets the longest that a look-up may take, with all its queries. Default 30 s. */
  public DnsOptions setTimeout(Duration timeout) {
    this.timeout = positive("timeout", timeout);
    return this;
  }

  /** See {@link #setServiceConfig}. */
  public boolean isServiceConfig() {
    return serviceConfig;
  }

  /** Says whether TXT records are asked for a service config, see gRFC A2. Default true. */
  public DnsOptions setServiceConfig(boolean serviceConfig) {
    this.serviceConfig = serviceConfig;
    return this;
  }

  /** See {@link #setClientHostname}. */
  public String getClientHostname() {
    return clientHostname;
  }

  /**
   * Sets the name of this host, for the choices of service configs that name hosts. Default the
   * environment variable {@code HOSTNAME}, empty without one.
   */
  public DnsOptions setClientHostname(String clientHostname) {
    this.clientHostname = clientHostname;
    return this;
  }

  /** When is looked. */
  Pace pace() {
    return new Pace(minInterval, refreshInterval, REFRESH_JITTER, timeout);
  }

  private static Duration positive(String name, Duration value) {
    if (value.toMillis() <= 0) {
      throw new IllegalArgumentException(name + " must be > 0, is " + value.toMillis() + " ms");
    }
    return value;
  }
}
