package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.config.JsonFields;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a server serves gRPC over HTTP/2, and gRPC-Web over HTTP/2 and HTTP/1.1. */
@DataObject
public final class HttpServerTransportOptions {

  /** The default of {@link #setMaxMessageSize}. */
  public static final int DEFAULT_MAX_MESSAGE_SIZE = 4 * 1024 * 1024;

  /** The default of {@link #setMaxSendSize}. */
  public static final int DEFAULT_MAX_SEND_SIZE = Integer.MAX_VALUE;

  /** The default of {@link #setMaxHeaderListSize}. */
  public static final int DEFAULT_MAX_HEADER_LIST_SIZE = 8 * 1024;

  /** The default of {@link #setMaxConcurrentStreams}. */
  public static final int DEFAULT_MAX_CONCURRENT_STREAMS = 1000;

  /** The default of {@link #setStreamWindow}. */
  public static final int DEFAULT_STREAM_WINDOW = 1024 * 1024;

  /** The default of {@link #setConnectionWindow}. */
  public static final int DEFAULT_CONNECTION_WINDOW = 16 * 1024 * 1024;

  private @Nullable ServerSSLOptions ssl;
  private boolean plaintext = false;
  private int maxMessageSize = DEFAULT_MAX_MESSAGE_SIZE;
  private int maxSendSize = DEFAULT_MAX_SEND_SIZE;
  private int maxHeaderListSize = DEFAULT_MAX_HEADER_LIST_SIZE;
  private int maxConcurrentStreams = DEFAULT_MAX_CONCURRENT_STREAMS;
  private int streamWindow = DEFAULT_STREAM_WINDOW;
  private int connectionWindow = DEFAULT_CONNECTION_WINDOW;
  private ConnectionLimits connectionLimits = new ConnectionLimits();
  private List<String> corsOrigins = List.of();
  private ServerKeepaliveOptions keepalive = new ServerKeepaliveOptions();

  /** Options with the defaults. */
  public HttpServerTransportOptions() {}

  /** A copy. */
  public HttpServerTransportOptions(HttpServerTransportOptions other) {
    ssl = other.ssl;
    plaintext = other.plaintext;
    maxMessageSize = other.maxMessageSize;
    maxSendSize = other.maxSendSize;
    maxHeaderListSize = other.maxHeaderListSize;
    maxConcurrentStreams = other.maxConcurrentStreams;
    streamWindow = other.streamWindow;
    connectionWindow = other.connectionWindow;
    connectionLimits = new ConnectionLimits(other.connectionLimits);
    corsOrigins = other.corsOrigins;
    keepalive = new ServerKeepaliveOptions(other.keepalive);
  }

  /**
   * Options from JSON, whose fields are named as the setters are; durations are in milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public HttpServerTransportOptions(JsonObject json) {
    new JsonFields(json, "HTTP server options")
        .object("ssl", value -> setSsl(new ServerSSLOptions(value)))
        .flag("plaintext", this::setPlaintext)
        .number("maxMessageSize", this::setMaxMessageSize)
        .number("maxSendSize", this::setMaxSendSize)
        .number("maxHeaderListSize", this::setMaxHeaderListSize)
        .number("maxConcurrentStreams", this::setMaxConcurrentStreams)
        .number("streamWindow", this::setStreamWindow)
        .number("connectionWindow", this::setConnectionWindow)
        .object("connectionLimits", value -> setConnectionLimits(new ConnectionLimits(value)))
        .texts("corsOrigins", this::setCorsOrigins)
        .object("keepalive", value -> setKeepalive(new ServerKeepaliveOptions(value)))
        .end();
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    var json = new JsonObject();
    if (ssl != null) {
      json.put("ssl", ssl.toJson());
    }
    json.put("plaintext", plaintext);
    json.put("maxMessageSize", maxMessageSize);
    json.put("maxSendSize", maxSendSize);
    json.put("maxHeaderListSize", maxHeaderListSize);
    json.put("maxConcurrentStreams", maxConcurrentStreams);
    json.put("streamWindow", streamWindow);
    json.put("connectionWindow", connectionWindow);
    json.put("connectionLimits", connectionLimits.toJson());
    json.put("corsOrigins", new JsonArray(corsOrigins));
    json.put("keepalive", keepalive.toJson());
    return json;
  }

  /** See {@link #setSsl}. */
  public @Nullable ServerSSLOptions getSsl() {
    return ssl;
  }

  /**
   * Sets the certificate and the other options of TLS; ALPN is added. Without it the server needs
   * {@link #setPlaintext}.
   */
  public HttpServerTransportOptions setSsl(ServerSSLOptions ssl) {
    this.ssl = ssl;
    return this;
  }

  /** See {@link #setPlaintext}. */
  public boolean isPlaintext() {
    return plaintext;
  }

  /** Says that the server serves without TLS, to clients who know of HTTP/2. Default false. */
  public HttpServerTransportOptions setPlaintext(boolean plaintext) {
    this.plaintext = plaintext;
    return this;
  }

  /** See {@link #setMaxMessageSize}. */
  public int getMaxMessageSize() {
    return maxMessageSize;
  }

  /**
   * Sets the largest message that is taken, in bytes, on the wire and decompressed; a larger one
   * ends its call RESOURCE_EXHAUSTED. Default 4 MiB.
   */
  public HttpServerTransportOptions setMaxMessageSize(int maxMessageSize) {
    this.maxMessageSize = Checks.positive("maxMessageSize", maxMessageSize);
    return this;
  }

  /** See {@link #setMaxSendSize}. */
  public int getMaxSendSize() {
    return maxSendSize;
  }

  /**
   * Sets the largest message that is sent, in bytes on the wire; a larger one ends its call
   * RESOURCE_EXHAUSTED. Default {@code Integer.MAX_VALUE}.
   */
  public HttpServerTransportOptions setMaxSendSize(int maxSendSize) {
    this.maxSendSize = Checks.positive("maxSendSize", maxSendSize);
    return this;
  }

  /** See {@link #setMaxHeaderListSize}. */
  public int getMaxHeaderListSize() {
    return maxHeaderListSize;
  }

  /** Sets the largest header list that is taken, in bytes as HTTP/2 counts them. Default 8 KiB. */
  public HttpServerTransportOptions setMaxHeaderListSize(int maxHeaderListSize) {
    this.maxHeaderListSize = Checks.positive("maxHeaderListSize", maxHeaderListSize);
    return this;
  }

  /** See {@link #setMaxConcurrentStreams}. */
  public int getMaxConcurrentStreams() {
    return maxConcurrentStreams;
  }

  /** Sets how many calls a connection may have under way. Default 1,000. */
  public HttpServerTransportOptions setMaxConcurrentStreams(int maxConcurrentStreams) {
    this.maxConcurrentStreams = Checks.positive("maxConcurrentStreams", maxConcurrentStreams);
    return this;
  }

  /** See {@link #setStreamWindow}. */
  public int getStreamWindow() {
    return streamWindow;
  }

  /** Sets how many bytes a client may send on a stream ahead of its handler. Default 1 MiB. */
  public HttpServerTransportOptions setStreamWindow(int streamWindow) {
    this.streamWindow = Checks.positive("streamWindow", streamWindow);
    return this;
  }

  /** See {@link #setConnectionWindow}. */
  public int getConnectionWindow() {
    return connectionWindow;
  }

  /** Sets how many bytes a client may send on a connection ahead of handlers. Default 16 MiB. */
  public HttpServerTransportOptions setConnectionWindow(int connectionWindow) {
    this.connectionWindow = Checks.positive("connectionWindow", connectionWindow);
    return this;
  }

  /** See {@link #setConnectionLimits}. */
  public ConnectionLimits getConnectionLimits() {
    return connectionLimits;
  }

  /** Sets what clients may make the server hold, in connections and on each of them. */
  public HttpServerTransportOptions setConnectionLimits(ConnectionLimits connectionLimits) {
    this.connectionLimits = new ConnectionLimits(connectionLimits);
    return this;
  }

  /** See {@link #setCorsOrigins}. */
  public List<String> getCorsOrigins() {
    return corsOrigins;
  }

  /** Sets the origins whose pages may call by gRPC-Web, {@code *} for all. Default none. */
  public HttpServerTransportOptions setCorsOrigins(List<String> corsOrigins) {
    this.corsOrigins = List.copyOf(corsOrigins);
    return this;
  }

  /** See {@link #setKeepalive}. */
  public ServerKeepaliveOptions getKeepalive() {
    return keepalive;
  }

  /** Sets how long connections are kept, and how many PINGs a client may send. */
  public HttpServerTransportOptions setKeepalive(ServerKeepaliveOptions keepalive) {
    this.keepalive = new ServerKeepaliveOptions(keepalive);
    return this;
  }
}
