package dev.toolkit.grpc.client;

import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.channel.ChannelOptions;
import dev.toolkit.grpc.config.JsonFields;
import dev.toolkit.grpc.config.ServiceConfig;
import dev.toolkit.grpc.transport.http.HttpClientTransportOptions;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a client calls, and what holds for all of its calls. */
@DataObject
public final class GrpcClientOptions {

  /** The default of {@link #setTarget}. */
  public static final String DEFAULT_TARGET = "localhost:50051";

  /** The default of {@link #setWaitForReady}. */
  public static final boolean DEFAULT_WAIT_FOR_READY = false;

  /** The default of {@link #setConnectTimeout}. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(20);

  /** The default of {@link #setCompression}. */
  public static final String DEFAULT_COMPRESSION = Payload.IDENTITY;

  private String target = DEFAULT_TARGET;
  private @Nullable String authority;
  private boolean waitForReady = DEFAULT_WAIT_FOR_READY;
  private @Nullable Duration timeout;
  private String compression = DEFAULT_COMPRESSION;
  private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
  private ChannelOptions channel = ChannelOptions.DEFAULT;
  private JsonObject serviceConfig = new JsonObject();
  private HttpClientTransportOptions http = new HttpClientTransportOptions();

  /** Options with the defaults. */
  public GrpcClientOptions() {}

  /** A copy. */
  public GrpcClientOptions(GrpcClientOptions other) {
    target = other.target;
    authority = other.authority;
    waitForReady = other.waitForReady;
    timeout = other.timeout;
    compression = other.compression;
    connectTimeout = other.connectTimeout;
    channel = other.channel;
    serviceConfig = other.serviceConfig;
    http = new HttpClientTransportOptions(other.http);
  }

  /**
   * Options from JSON, whose fields are named as the setters are; durations are in milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public GrpcClientOptions(JsonObject json) {
    new JsonFields(json, "client options")
        .text("target", this::setTarget)
        .text("authority", this::setAuthority)
        .flag("waitForReady", this::setWaitForReady)
        .millis("timeout", this::setTimeout)
        .text("compression", this::setCompression)
        .millis("connectTimeout", this::setConnectTimeout)
        .number("maxQueuedCalls", this::setMaxQueuedCalls)
        .number("maxConnections", this::setMaxConnections)
        .number("retryBufferSize", this::setRetryBufferSize)
        .millis("idleTimeout", this::setIdleTimeout)
        .object("serviceConfig", this::setServiceConfig)
        .flag("serviceConfigLookup", this::setServiceConfigLookup)
        .object("http", value -> setHttp(new HttpClientTransportOptions(value)))
        .end();
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    var json = new JsonObject().put("target", target);
    if (authority != null) {
      json.put("authority", authority);
    }
    json.put("waitForReady", waitForReady);
    if (timeout != null) {
      json.put("timeout", timeout.toMillis());
    }
    return json.put("compression", compression)
        .put("connectTimeout", connectTimeout.toMillis())
        .put("maxQueuedCalls", channel.maxQueuedCalls())
        .put("maxConnections", channel.maxConnections())
        .put("retryBufferSize", getRetryBufferSize())
        .put("idleTimeout", channel.idleTimeout().toMillis())
        .put("serviceConfig", serviceConfig.copy())
        .put("serviceConfigLookup", channel.serviceConfigLookup())
        .put("http", http.toJson());
  }

  /** See {@link #setTarget}. */
  public String getTarget() {
    return target;
  }

  /**
   * Sets what is called: {@code scheme://authority/endpoint}, or {@code host:port}, which is looked
   * up by DNS. Default {@code localhost:50051}. It is checked when the client is built.
   */
  public GrpcClientOptions setTarget(String target) {
    this.target = Objects.requireNonNull(target, "target");
    return this;
  }

  /** See {@link #setAuthority}. */
  public @Nullable String getAuthority() {
    return authority;
  }

  /**
   * Sets the authority of calls that name none, which with TLS is the name that the peer's
   * certificate must be for. Default: that of the target.
   */
  public GrpcClientOptions setAuthority(String authority) {
    this.authority = Objects.requireNonNull(authority, "authority");
    return this;
  }

  /** See {@link #setWaitForReady}. */
  public boolean isWaitForReady() {
    return waitForReady;
  }

  /**
   * Says whether calls that don't say it themselves wait for a connection rather than fail when
   * none can be opened. Default false.
   */
  public GrpcClientOptions setWaitForReady(boolean waitForReady) {
    this.waitForReady = waitForReady;
    return this;
  }

  /** See {@link #setTimeout}. */
  public @Nullable Duration getTimeout() {
    return timeout;
  }

  /** Sets the timeout of calls that have neither a timeout nor a deadline. Default: none. */
  public GrpcClientOptions setTimeout(Duration timeout) {
    this.timeout = positive("timeout", timeout);
    return this;
  }

  /** See {@link #setCompression}. */
  public String getCompression() {
    return compression;
  }

  /** Sets the compressor of the requests of calls made without options. Default identity. */
  public GrpcClientOptions setCompression(String compression) {
    this.compression = Objects.requireNonNull(compression, "compression");
    return this;
  }

  /** See {@link #setConnectTimeout}. */
  public Duration getConnectTimeout() {
    return connectTimeout;
  }

  /**
   * Sets how long it may take to open a connection: TCP, TLS, the peer's settings. Default 20 s.
   */
  public GrpcClientOptions setConnectTimeout(Duration connectTimeout) {
    this.connectTimeout = positive("connectTimeout", connectTimeout);
    return this;
  }

  /** See {@link #setMaxQueuedCalls}. */
  public int getMaxQueuedCalls() {
    return channel.maxQueuedCalls();
  }

  /** Sets how many calls of one event loop may wait for a connection. Default 10,000. */
  public GrpcClientOptions setMaxQueuedCalls(int maxQueuedCalls) {
    channel = channel.withMaxQueuedCalls(maxQueuedCalls);
    return this;
  }

  /** See {@link #setMaxConnections}. */
  public int getMaxConnections() {
    return channel.maxConnections();
  }

  /**
   * Sets how many connections each event loop may open to an address. A second one is opened when
   * the first has no room: on HTTP/2 when the peer's limit of streams is reached, on HTTP/1.1 while
   * a call is under way. Default 1; a service config may ask for more, up to 10.
   */
  public GrpcClientOptions setMaxConnections(int maxConnections) {
    channel = channel.withMaxConnections(maxConnections);
    return this;
  }

  /** See {@link #setRetryBufferSize}. */
  public int getRetryBufferSize() {
    return channel.retries().callBufferSize();
  }

  /**
   * Sets how many bytes of requests a call keeps until a response begins, to be sent again when the
   * peer has not seen them. Default 256 KiB.
   */
  public GrpcClientOptions setRetryBufferSize(int retryBufferSize) {
    channel = channel.withRetries(channel.retries().withCallBufferSize(retryBufferSize));
    return this;
  }

  /** See {@link #setIdleTimeout}. */
  public Duration getIdleTimeout() {
    return channel.idleTimeout();
  }

  /**
   * Sets after how long without a call the connections of an event loop are closed; zero for never.
   * Default 30 minutes.
   */
  public GrpcClientOptions setIdleTimeout(Duration idleTimeout) {
    channel = channel.withIdleTimeout(idleTimeout);
    return this;
  }

  /** See {@link #setServiceConfig}. */
  public JsonObject getServiceConfig() {
    return serviceConfig.copy();
  }

  /**
   * Sets the service config that holds when the resolver has none: which policy picks endpoints,
   * which methods have timeouts, are retried or hedged. Default: empty. See docs/service-config.md.
   *
   * @throws IllegalArgumentException if a field is wrong, with its path
   */
  public GrpcClientOptions setServiceConfig(JsonObject serviceConfig) {
    ServiceConfig.of(serviceConfig);
    this.serviceConfig = serviceConfig.copy();
    return this;
  }

  /** See {@link #setServiceConfigLookup}. */
  public boolean isServiceConfigLookup() {
    return channel.serviceConfigLookup();
  }

  /** Says whether the service config of the resolver, if it has one, is taken. Default true. */
  public GrpcClientOptions setServiceConfigLookup(boolean serviceConfigLookup) {
    channel = channel.withServiceConfigLookup(serviceConfigLookup);
    return this;
  }

  /** See {@link #setHttp}. */
  public HttpClientTransportOptions getHttp() {
    return http;
  }

  /**
   * Sets how calls are made over HTTP: TLS or plaintext, protocol, limits. Of no effect on a client
   * that is given another transport.
   */
  public GrpcClientOptions setHttp(HttpClientTransportOptions http) {
    this.http = Objects.requireNonNull(http, "http");
    return this;
  }

  ChannelOptions channel() {
    return channel;
  }

  private static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + ", must be > 0");
    }
    return value;
  }
}
