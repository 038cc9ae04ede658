package dev.toolkit.grpc.server;

import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;

/** The options of a server. */
@DataObject
public final class GrpcServerOptions {

  /** The default host: all interfaces. */
  public static final String DEFAULT_HOST = "0.0.0.0";

  /** The default port. */
  public static final int DEFAULT_PORT = 50051;

  /** The default time that calls have to end by themselves at a shutdown. */
  public static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(10);

  private String host = DEFAULT_HOST;
  private int port = DEFAULT_PORT;
  private Duration shutdownGrace = DEFAULT_SHUTDOWN_GRACE;

  /** The default options. */
  public GrpcServerOptions() {}

  /** A copy. */
  public GrpcServerOptions(GrpcServerOptions other) {
    host = other.host;
    port = other.port;
    shutdownGrace = other.shutdownGrace;
  }

  /**
   * The options of a JSON object: {@code host}, {@code port}, {@code shutdownGraceMillis}.
   *
   * @throws IllegalArgumentException if it has another field, or a value of another type
   */
  public GrpcServerOptions(JsonObject json) {
    for (Map.Entry<String, Object> field : json) {
      set(field.getKey(), field.getValue());
    }
  }

  /** The host or address to listen on. */
  public String getHost() {
    return host;
  }

  /** Sets the host or address to listen on. */
  public GrpcServerOptions setHost(String host) {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is empty");
    }
    this.host = host;
    return this;
  }

  /** The port to listen on, 0 for any that is free. */
  public int getPort() {
    return port;
  }

  /** Sets the port to listen on, 0 for any that is free. */
  public GrpcServerOptions setPort(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port is " + port + ", it must be from 0 to 65535");
    }
    this.port = port;
    return this;
  }

  /** The time that calls have to end by themselves at a shutdown. */
  public Duration getShutdownGrace() {
    return shutdownGrace;
  }

  /** Sets the time that calls have to end by themselves at a shutdown. */
  public GrpcServerOptions setShutdownGrace(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("shutdownGrace is " + grace + ", it must be >= 0");
    }
    this.shutdownGrace = grace;
    return this;
  }

  /** The JSON object that makes equal options. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("host", host)
        .put("port", port)
        .put("shutdownGraceMillis", shutdownGrace.toMillis());
  }

  private void set(String name, Object value) {
    switch (name) {
      case "host" -> setHost(as(String.class, name, value));
      case "port" -> setPort(as(Integer.class, name, value));
      case "shutdownGraceMillis" ->
          setShutdownGrace(Duration.ofMillis(as(Number.class, name, value).longValue()));
      default -> throw new IllegalArgumentException("unknown field " + name);
    }
  }

  private static <T> T as(Class<T> type, String name, Object value) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "field " + name + " is " + value + ", it must be a " + type.getSimpleName());
    }
    return type.cast(value);
  }
}
