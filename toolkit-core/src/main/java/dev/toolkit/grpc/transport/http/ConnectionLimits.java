package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.config.JsonFields;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What clients may make a server hold, in connections and on each of them; see {@link
 * HttpServerTransportOptions#setConnectionLimits}.
 */
@DataObject
public final class ConnectionLimits {

  /** The default of {@link #setMaxConnections}. */
  public static final int DEFAULT_MAX_CONNECTIONS = 10_000;

  /** The default of {@link #setMaxQueuedBytes}. */
  public static final long DEFAULT_MAX_QUEUED_BYTES = 48L * 1024 * 1024;

  /** The default of {@link #setMaxResets}. */
  public static final int DEFAULT_MAX_RESETS = 4000;

  /** The default of {@link #setHandshakeTimeout}. */
  public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  /** The default of {@link #setHttp1IdleTimeout}. */
  public static final Duration DEFAULT_HTTP1_IDLE_TIMEOUT = Duration.ofSeconds(60);

  private int maxConnections = DEFAULT_MAX_CONNECTIONS;
  private long maxQueuedBytes = DEFAULT_MAX_QUEUED_BYTES;
  private int maxResets = DEFAULT_MAX_RESETS;
  private Duration handshakeTimeout = DEFAULT_HANDSHAKE_TIMEOUT;
  private Duration http1IdleTimeout = DEFAULT_HTTP1_IDLE_TIMEOUT;

  /** Limits with the defaults. */
  public ConnectionLimits() {}

  /** A copy. */
  public ConnectionLimits(ConnectionLimits other) {
    maxConnections = other.maxConnections;
    maxQueuedBytes = other.maxQueuedBytes;
    maxResets = other.maxResets;
    handshakeTimeout = other.handshakeTimeout;
    http1IdleTimeout = other.http1IdleTimeout;
  }

  /**
   * Limits from JSON, whose fields are named as the setters are; durations are in milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public ConnectionLimits(JsonObject json) {
    new JsonFields(json, "connection limits")
        .number("maxConnections", this::setMaxConnections)
        .longNumber("maxQueuedBytes", this::setMaxQueuedBytes)
        .number("maxResets", this::setMaxResets)
        .millis("handshakeTimeout", this::setHandshakeTimeout)
        .millis("http1IdleTimeout", this::setHttp1IdleTimeout)
        .end();
  }

  /** These limits as JSON. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("maxConnections", maxConnections)
        .put("maxQueuedBytes", maxQueuedBytes)
        .put("maxResets", maxResets)
        .put("handshakeTimeout", handshakeTimeout.toMillis())
        .put("http1IdleTimeout", http1IdleTimeout.toMillis());
  }

  /** See {@link #setMaxConnections}. */
  public int getMaxConnections() {
    return maxConnections;
  }

  /**
   * Sets how many connections may be open at a time, each server instance counting its own; one
   * more is closed as soon as it speaks HTTP, and a line a minute says how many were. Default
   * 10,000.
   */
  public ConnectionLimits setMaxConnections(int maxConnections) {
    this.maxConnections = Checks.positive("maxConnections", maxConnections);
    return this;
  }

  /** See {@link #setMaxQueuedBytes}. */
  public long getMaxQueuedBytes() {
    return maxQueuedBytes;
  }

  /**
   * Sets how many bytes of responses may wait for a client that does not read, over all its calls;
   * the response after that closes the connection. Default 48 MiB.
   */
  public ConnectionLimits setMaxQueuedBytes(long maxQueuedBytes) {
    this.maxQueuedBytes = Checks.positive("maxQueuedBytes", maxQueuedBytes);
    return this;
  }

  /** See {@link #setMaxResets}. */
  public int getMaxResets() {
    return maxResets;
  }

  /**
   * Sets how many streams a connection may reset in 30 seconds, by its client or by the server;
   * past it the connection is closed. Those that end a call early do not count, but what a client
   * sends behind one does. Default 4,000.
   */
  public ConnectionLimits setMaxResets(int maxResets) {
    this.maxResets = Checks.positive("maxResets", maxResets);
    return this;
  }

  /** See {@link #setHandshakeTimeout}. */
  public Duration getHandshakeTimeout() {
    return handshakeTimeout;
  }

  /**
   * Sets how long a client may take for the TLS handshake, and then for its HTTP/2 settings or the
   * head of its first request; past it the connection is closed. Default 10 s.
   */
  public ConnectionLimits setHandshakeTimeout(Duration handshakeTimeout) {
    this.handshakeTimeout = Checks.positive("handshakeTimeout", handshakeTimeout);
    return this;
  }

  /** See {@link #setHttp1IdleTimeout}. */
  public Duration getHttp1IdleTimeout() {
    return http1IdleTimeout;
  }

  /** Sets how long a connection of HTTP/1.1 is kept without a request. Default 60 s. */
  public ConnectionLimits setHttp1IdleTimeout(Duration http1IdleTimeout) {
    this.http1IdleTimeout = Checks.positive("http1IdleTimeout", http1IdleTimeout);
    return this;
  }
}
