package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.config.JsonFields;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client finds out that a server no longer answers.
 *
 * <p>Keepalive asks by PINGs while nothing is received; it is off unless a {@linkplain #setTime
 * time} is set, because servers close the connections of clients that ask more often than they
 * allow (gRFC A8). {@linkplain #setSuspicion Suspicion} asks only when the deadline of a call
 * passed, so seldom that no server minds, and is on.
 */
@DataObject
public final class KeepaliveOptions {

  /** A shorter {@link #setTime time} counts as this one, unless short ones are allowed. */
  public static final Duration MIN_TIME = Duration.ofSeconds(10);

  /** The shortest {@link #setTime time} there is. */
  public static final Duration MIN_SHORT_TIME = Duration.ofMillis(100);

  /** The default of {@link #setTimeout}. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  /** The default of {@link #setSuspicionTimeout}. */
  public static final Duration DEFAULT_SUSPICION_TIMEOUT = Duration.ofSeconds(1);

  private @Nullable Duration time;
  private boolean shortTimeAllowed = false;
  private Duration timeout = DEFAULT_TIMEOUT;
  private boolean permitWithoutCalls = false;
  private boolean suspicion = true;
  private Duration suspicionTimeout = DEFAULT_SUSPICION_TIMEOUT;

  /** Options with the defaults. */
  public KeepaliveOptions() {}

  /** A copy. */
  public KeepaliveOptions(KeepaliveOptions other) {
    time = other.time;
    shortTimeAllowed = other.shortTimeAllowed;
    timeout = other.timeout;
    permitWithoutCalls = other.permitWithoutCalls;
    suspicion = other.suspicion;
    suspicionTimeout = other.suspicionTimeout;
  }

  /**
   * Options from JSON, whose fields are named as the setters are; durations are in milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public KeepaliveOptions(JsonObject json) {
    new JsonFields(json, "keepalive options")
        .millis("time", this::setTime)
        .flag("shortTimeAllowed", this::setShortTimeAllowed)
        .millis("timeout", this::setTimeout)
        .flag("permitWithoutCalls", this::setPermitWithoutCalls)
        .flag("suspicion", this::setSuspicion)
        .millis("suspicionTimeout", this::setSuspicionTimeout)
        .end();
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    var json = new JsonObject();
    if (time != null) {
      json.put("time", time.toMillis());
    }
    json.put("shortTimeAllowed", shortTimeAllowed);
    json.put("timeout", timeout.toMillis());
    json.put("permitWithoutCalls", permitWithoutCalls);
    json.put("suspicion", suspicion);
    json.put("suspicionTimeout", suspicionTimeout.toMillis());
    return json;
  }

  /** See {@link #setTime}; null if keepalive is off. */
  public @Nullable Duration getTime() {
    return time;
  }

  /**
   * Turns keepalive on, and sets how long nothing is received before the server is asked by a PING,
   * at least 100 ms. Less than 10 s counts as 10 s without {@link #setShortTimeAllowed}. Servers
   * that are told nothing else close the connections of clients that ask more often than every 5
   * minutes; the time of the connections to come is then doubled. Off by default.
   */
  public KeepaliveOptions setTime(Duration time) {
    this.time = Checks.atLeast("time", time, MIN_SHORT_TIME);
    return this;
  }

  /** See {@link #setShortTimeAllowed}. */
  public boolean isShortTimeAllowed() {
    return shortTimeAllowed;
  }

  /**
   * Says that a {@linkplain #setTime time} of less than 10 s is meant: the servers are known to
   * take so many PINGs. Default false.
   */
  public KeepaliveOptions setShortTimeAllowed(boolean shortTimeAllowed) {
    this.shortTimeAllowed = shortTimeAllowed;
    return this;
  }

  /** See {@link #setTimeout}. */
  public Duration getTimeout() {
    return timeout;
  }

  /**
   * Sets how long after the PING of keepalive the server may stay silent; past it the connection is
   * closed, and its calls fail UNAVAILABLE. Default 20 s.
   */
  public KeepaliveOptions setTimeout(Duration timeout) {
    this.timeout = Checks.positive("timeout", timeout);
    return this;
  }

  /** See {@link #setPermitWithoutCalls}. */
  public boolean isPermitWithoutCalls() {
    return permitWithoutCalls;
  }

  /**
   * Says that the server is asked when no call is under way, too, which keeps quiet connections
   * open in middleboxes. The server must permit it. Default false.
   */
  public KeepaliveOptions setPermitWithoutCalls(boolean permitWithoutCalls) {
    this.permitWithoutCalls = permitWithoutCalls;
    return this;
  }

  /** See {@link #setSuspicion}. */
  public boolean isSuspicion() {
    return suspicion;
  }

  /**
   * Says that the server is asked by one PING at once when the deadline of a call passed and
   * nothing at all was received since the call began. Default true.
   */
  public KeepaliveOptions setSuspicion(boolean suspicion) {
    this.suspicion = suspicion;
    return this;
  }

  /** See {@link #setSuspicionTimeout}. */
  public Duration getSuspicionTimeout() {
    return suspicionTimeout;
  }

  /**
   * Sets how long a suspected server may stay silent, if that is shorter than the {@linkplain
   * #setTimeout timeout of keepalive}. Default 1 s.
   */
  public KeepaliveOptions setSuspicionTimeout(Duration suspicionTimeout) {
    this.suspicionTimeout = Checks.positive("suspicionTimeout", suspicionTimeout);
    return this;
  }
}
