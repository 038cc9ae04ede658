package dev.toolkit.grpc.server;

import dev.toolkit.grpc.config.JsonFields;
import dev.toolkit.grpc.transport.http.HttpServerTransportOptions;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

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
  private HttpServerTransportOptions http = new HttpServerTransportOptions();

  /** The default options. */
  public GrpcServerOptions() {}

  /** A copy. */
  public GrpcServerOptions(GrpcServerOptions other) {
    host = other.host;
    port = other.port;
    shutdownGrace = other.shutdownGrace;
    http = new HttpServerTransportOptions(other.http);
  }

  /**
   * The options of JSON, whose fields are named as the setters are; the duration is in
   * milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public GrpcServerOptions(JsonObject json) {
    new JsonFields(json, "server options")
        .text("host", this::setHost)
        .number("port", this::setPort)
        .millis("shutdownGrace", this::setShutdownGrace)
        .object("http", value -> setHttp(new HttpServerTransportOptions(value)))
        .end();
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

  /** The port to listen on. */
  public int getPort() {
    return port;
  }

  /**
   * Sets the port to listen on: 0 for one that is free, a negative number for a free one that
   * servers of this process with the same number share.
   */
  public GrpcServerOptions setPort(int port) {
    if (port > 65535) {
      throw new IllegalArgumentException("port is " + port + ", the largest is 65535");
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

  /** How calls are served over HTTP, to be changed in place. */
  public HttpServerTransportOptions getHttp() {
    return http;
  }

  /** Sets how calls are served over HTTP. */
  public GrpcServerOptions setHttp(HttpServerTransportOptions http) {
    this.http = new HttpServerTransportOptions(http);
    return this;
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("host", host)
        .put("port", port)
        .put("shutdownGrace", shutdownGrace.toMillis())
        .put("http", http.toJson());
  }
}
