package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.config.JsonFields;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a server keeps the HTTP/2 connections of its clients, and how many PINGs it takes. See
 * gRFC A8 and A9.
 *
 * <p>It holds for the connections of a server of our own, not for those of a server on which calls
 * were installed.
 */
@DataObject
public final class ServerKeepaliveOptions {

  /** The default of {@link #setTime}. */
  public static final Duration DEFAULT_TIME = Duration.ofHours(2);

  /** The shortest {@link #setTime time} there is. */
  public static final Duration MIN_TIME = Duration.ofSeconds(1);

  /** The default of {@link #setTimeout}. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  /** The default of {@link #setMinPingInterval}. */
  public static final Duration DEFAULT_MIN_PING_INTERVAL = Duration.ofMinutes(5);

  /** The default of {@link #setMaxPingStrikes}. */
  public static final int DEFAULT_MAX_PING_STRIKES = 2;

  private Duration time = DEFAULT_TIME;
  private Duration timeout = DEFAULT_TIMEOUT;
  private Duration minPingInterval = DEFAULT_MIN_PING_INTERVAL;
  private boolean permitPingsWithoutCalls = false;
  private int maxPingStrikes = DEFAULT_MAX_PING_STRIKES;
  private @Nullable Duration maxConnectionIdle;
  private @Nullable Duration maxConnectionAge;
  private @Nullable Duration maxConnectionAgeGrace;

  /** Options with the defaults. */
  public ServerKeepaliveOptions() {}

  /** A copy. */
  public ServerKeepaliveOptions(ServerKeepaliveOptions other) {
    time = other.time;
    timeout = other.timeout;
    minPingInterval = other.minPingInterval;
    permitPingsWithoutCalls = other.permitPingsWithoutCalls;
    maxPingStrikes = other.maxPingStrikes;
    maxConnectionIdle = other.maxConnectionIdle;
    maxConnectionAge = other.maxConnectionAge;
    maxConnectionAgeGrace = other.maxConnectionAgeGrace;
  }

  /**
   * Options from JSON, whose fields are named as the setters are; durations are in milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public ServerKeepaliveOptions(JsonObject json) {
    new JsonFields(json, "server keepalive options")
        .millis("time", this::setTime)
        .millis("timeout", this::setTimeout)
        .millis("minPingInterval", this::setMinPingInterval)
        .flag("permitPingsWithoutCalls", this::setPermitPingsWithoutCalls)
        .number("maxPingStrikes", this::setMaxPingStrikes)
        .millis("maxConnectionIdle", this::setMaxConnectionIdle)
        .millis("maxConnectionAge", this::setMaxConnectionAge)
        .millis("maxConnectionAgeGrace", this::setMaxConnectionAgeGrace)
        .end();
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    var json = new JsonObject();
    put(json, "time", time);
    put(json, "timeout", timeout);
    put(json, "minPingInterval", minPingInterval);
    json.put("permitPingsWithoutCalls", permitPingsWithoutCalls);
    json.put("maxPingStrikes", maxPingStrikes);
    put(json, "maxConnectionIdle", maxConnectionIdle);
    put(json, "maxConnectionAge", maxConnectionAge);
    put(json, "maxConnectionAgeGrace", maxConnectionAgeGrace);
    return json;
  }

  /** See {@link #setTime}. */
  public Duration getTime() {
    return time;
  }

  /**
   * Sets how long nothing is received from a client before it is asked by a PING, at least 1 s.
   * Default 2 hours.
   */
  public ServerKeepaliveOptions setTime(Duration time) {
    this.time = Checks.atLeast("time", time, MIN_TIME);
    return this;
  }

  /** See {@link #setTimeout}. */
  public Duration getTimeout() {
    return timeout;
  }

  /**
   * Sets how long after the PING the client may stay silent; past it the connection is closed, and
   * its calls are cancelled. Default 20 s.
   */
  public ServerKeepaliveOptions setTimeout(Duration timeout) {
    this.timeout = Checks.positive("timeout", timeout);
    return this;
  }

  /** See {@link #setMinPingInterval}. */
  public Duration getMinPingInterval() {
    return minPingInterval;
  }

  /**
   * Sets the least time between two PINGs of a client while a call is under way; a PING that comes
   * earlier is a strike, unless a response was sent since the last. Default 5 minutes.
   */
  public ServerKeepaliveOptions setMinPingInterval(Duration minPingInterval) {
    this.minPingInterval = Checks.positive("minPingInterval", minPingInterval);
    return this;
  }

  /** See {@link #setPermitPingsWithoutCalls}. */
  public boolean isPermitPingsWithoutCalls() {
    return permitPingsWithoutCalls;
  }

  /**
   * Says that the same holds while no call is under way, where else a PING within 2 hours of the
   * last is a strike. Default false.
   */
  public ServerKeepaliveOptions setPermitPingsWithoutCalls(boolean permitPingsWithoutCalls) {
    this.permitPingsWithoutCalls = permitPingsWithoutCalls;
    return this;
  }

  /** See {@link #setMaxPingStrikes}. */
  public int getMaxPingStrikes() {
    return maxPingStrikes;
  }

  /**
   * Sets how many strikes are forgiven; the one after closes the connection by GOAWAY
   * ENHANCE_YOUR_CALM {@code too_many_pings}. Default 2.
   */
  public ServerKeepaliveOptions setMaxPingStrikes(int maxPingStrikes) {
    this.maxPingStrikes = Checks.notNegative("maxPingStrikes", maxPingStrikes);
    return this;
  }

  /** See {@link #setMaxConnectionIdle}; null if there is no limit. */
  public @Nullable Duration getMaxConnectionIdle() {
    return maxConnectionIdle;
  }

  /** Sets how long a connection is kept without a call. No limit by default. */
  public ServerKeepaliveOptions setMaxConnectionIdle(Duration maxConnectionIdle) {
    this.maxConnectionIdle = Checks.positive("maxConnectionIdle", maxConnectionIdle);
    return this;
  }

  /** See {@link #setMaxConnectionAge}; null if there is no limit. */
  public @Nullable Duration getMaxConnectionAge() {
    return maxConnectionAge;
  }

  /**
   * Sets how long a connection is kept, give or take 10 percent at random; calls under way go on
   * for {@link #setMaxConnectionAgeGrace}. No limit by default.
   */
  public ServerKeepaliveOptions setMaxConnectionAge(Duration maxConnectionAge) {
    this.maxConnectionAge = Checks.positive("maxConnectionAge", maxConnectionAge);
    return this;
  }

  /** See {@link #setMaxConnectionAgeGrace}; null if there is no limit. */
  public @Nullable Duration getMaxConnectionAgeGrace() {
    return maxConnectionAgeGrace;
  }

  /** Sets how long calls may go on past the age of their connection. No limit by default. */
  public ServerKeepaliveOptions setMaxConnectionAgeGrace(Duration maxConnectionAgeGrace) {
    this.maxConnectionAgeGrace = Checks.positive("maxConnectionAgeGrace", maxConnectionAgeGrace);
    return this;
  }

  private static void put(JsonObject json, String name, @Nullable Duration value) {
    if (value != null) {
      json.put(name, value.toMillis());
    }
  }
}
