package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.config.JsonFields;
import dev.toolkit.grpc.protocol.HttpProtocol;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a client makes calls over HTTP.
 *
 * <p>TLS is the default; plaintext is an explicit choice.
 */
@DataObject
public final class HttpClientTransportOptions {

  /** The default of {@link #setProtocol}. */
  public static final String DEFAULT_PROTOCOL = "grpc";

  /** The default of {@link #setMaxMessageSize}. */
  public static final int DEFAULT_MAX_MESSAGE_SIZE = 4 * 1024 * 1024;

  /** The default of {@link #setMaxSendSize}. */
  public static final int DEFAULT_MAX_SEND_SIZE = Integer.MAX_VALUE;

  /** The default of {@link #setMaxHeaderListSize}. */
  public static final int DEFAULT_MAX_HEADER_LIST_SIZE = 8 * 1024;

  /** The default of {@link #setStreamWindow}. */
  public static final int DEFAULT_STREAM_WINDOW = 1024 * 1024;

  /** The default of {@link #setConnectionWindow}. */
  public static final int DEFAULT_CONNECTION_WINDOW = 16 * 1024 * 1024;

  /** The default of {@link #setUserAgent}. */
  public static final String DEFAULT_USER_AGENT = "grpc-java-vertx-toolkit/0.1";

  private @Nullable ClientSSLOptions ssl;
  private boolean plaintext = false;
  private String protocol = DEFAULT_PROTOCOL;
  private boolean http1 = false;
  private int maxMessageSize = DEFAULT_MAX_MESSAGE_SIZE;
  private int maxSendSize = DEFAULT_MAX_SEND_SIZE;
  private int maxHeaderListSize = DEFAULT_MAX_HEADER_LIST_SIZE;
  private int streamWindow = DEFAULT_STREAM_WINDOW;
  private int connectionWindow = DEFAULT_CONNECTION_WINDOW;
  private String userAgent = DEFAULT_USER_AGENT;
  private KeepaliveOptions keepalive = new KeepaliveOptions();
  private HttpProxyOptions proxy = new HttpProxyOptions();

  /** Options with the defaults. */
  public HttpClientTransportOptions() {}

  /** A copy. */
  public HttpClientTransportOptions(HttpClientTransportOptions other) {
    ssl = other.ssl;
    plaintext = other.plaintext;
    protocol = other.protocol;
    http1 = other.http1;
    maxMessageSize = other.maxMessageSize;
    maxSendSize = other.maxSendSize;
    maxHeaderListSize = other.maxHeaderListSize;
    streamWindow = other.streamWindow;
    connectionWindow = other.connectionWindow;
    userAgent = other.userAgent;
    keepalive = new KeepaliveOptions(other.keepalive);
    proxy = new HttpProxyOptions(other.proxy);
  }

  /**
   * Options from JSON, whose fields are named as the setters are; durations are in milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public HttpClientTransportOptions(JsonObject json) {
    new JsonFields(json, "HTTP client options")
        .object("ssl", value -> setSsl(new ClientSSLOptions(value)))
        .flag("plaintext", this::setPlaintext)
        .text("protocol", this::setProtocol)
        .flag("http1", this::setHttp1)
        .number("maxMessageSize", this::setMaxMessageSize)
        .number("maxSendSize", this::setMaxSendSize)
        .number("maxHeaderListSize", this::setMaxHeaderListSize)
        .number("streamWindow", this::setStreamWindow)
        .number("connectionWindow", this::setConnectionWindow)
        .text("userAgent", this::setUserAgent)
        .object("keepalive", value -> setKeepalive(new KeepaliveOptions(value)))
        .object("proxy", value -> setProxy(new HttpProxyOptions(value)))
        .end();
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    var json = new JsonObject();
    if (ssl != null) {
      json.put("ssl", ssl.toJson());
    }
    json.put("plaintext", plaintext);
    json.put("protocol", protocol);
    json.put("http1", http1);
    json.put("maxMessageSize", maxMessageSize);
    json.put("maxSendSize", maxSendSize);
    json.put("maxHeaderListSize", maxHeaderListSize);
    json.put("streamWindow", streamWindow);
    json.put("connectionWindow", connectionWindow);
    json.put("userAgent", userAgent);
    json.put("keepalive", keepalive.toJson());
    json.put("proxy", proxy.toJson());
    return json;
  }

  /** See {@link #setSsl}. */
  public @Nullable ClientSSLOptions getSsl() {
    return ssl;
  }

  /**
   * Sets the trust, the client certificate and the other options of TLS; ALPN is added. Without it,
   * and without {@link #setPlaintext}, the certificates that the JDK trusts are trusted.
   */
  public HttpClientTransportOptions setSsl(ClientSSLOptions ssl) {
    this.ssl = ssl;
    return this;
  }

  /** See {@link #setPlaintext}. */
  public boolean isPlaintext() {
    return plaintext;
  }

  /** Says that calls go out without TLS, which is never a default. */
  public HttpClientTransportOptions setPlaintext(boolean plaintext) {
    this.plaintext = plaintext;
    return this;
  }

  /** See {@link #setProtocol}. */
  public String getProtocol() {
    return protocol;
  }

  /**
   * Sets the protocol: {@code grpc}, {@code grpc-web} or {@code grpc-web-text}. Default {@code
   * grpc}.
   */
  public HttpClientTransportOptions setProtocol(String protocol) {
    protocolOf(protocol);
    this.protocol = protocol;
    return this;
  }

  /** See {@link #setHttp1}. */
  public boolean isHttp1() {
    return http1;
  }

  /** Says that calls go out over HTTP/1.1, which only gRPC-Web can. Default false. */
  public HttpClientTransportOptions setHttp1(boolean http1) {
    this.http1 = http1;
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
  public HttpClientTransportOptions setMaxMessageSize(int maxMessageSize) {
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
  public HttpClientTransportOptions setMaxSendSize(int maxSendSize) {
    this.maxSendSize = Checks.positive("maxSendSize", maxSendSize);
    return this;
  }

  /** See {@link #setMaxHeaderListSize}. */
  public int getMaxHeaderListSize() {
    return maxHeaderListSize;
  }

  /** Sets the largest header list that is taken, in bytes as HTTP/2 counts them. Default 8 KiB. */
  public HttpClientTransportOptions setMaxHeaderListSize(int maxHeaderListSize) {
    this.maxHeaderListSize = Checks.positive("maxHeaderListSize", maxHeaderListSize);
    return this;
  }

  /** See {@link #setStreamWindow}. */
  public int getStreamWindow() {
    return streamWindow;
  }

  /** Sets how many bytes a server may send on a stream ahead of its reader. Default 1 MiB. */
  public HttpClientTransportOptions setStreamWindow(int streamWindow) {
    this.streamWindow = Checks.positive("streamWindow", streamWindow);
    return this;
  }

  /** See {@link #setConnectionWindow}. */
  public int getConnectionWindow() {
    return connectionWindow;
  }

  /** Sets how many bytes a server may send on a connection ahead of its readers. Default 16 MiB. */
  public HttpClientTransportOptions setConnectionWindow(int connectionWindow) {
    this.connectionWindow = Checks.positive("connectionWindow", connectionWindow);
    return this;
  }

  /** See {@link #setUserAgent}. */
  public String getUserAgent() {
    return userAgent;
  }

  /** Sets what calls say of this program in {@code user-agent}. */
  public HttpClientTransportOptions setUserAgent(String userAgent) {
    this.userAgent = userAgent;
    return this;
  }

  /** See {@link #setKeepalive}. */
  public KeepaliveOptions getKeepalive() {
    return keepalive;
  }

  /** Sets how a server that no longer answers is found out. */
  public HttpClientTransportOptions setKeepalive(KeepaliveOptions keepalive) {
    this.keepalive = new KeepaliveOptions(keepalive);
    return this;
  }

  /** See {@link #setProxy}. */
  public HttpProxyOptions getProxy() {
    return proxy;
  }

  /**
   * Sets through which proxy servers are reached. Default none: the environment is not asked,
   * unless {@link HttpProxyOptions#setFromEnvironment} says so.
   */
  public HttpClientTransportOptions setProxy(HttpProxyOptions proxy) {
    this.proxy = proxy;
    return this;
  }

  /** The protocol that is named by {@link #setProtocol}. */
  HttpProtocol httpProtocol() {
    return protocolOf(protocol);
  }

  private static HttpProtocol protocolOf(String name) {
    return switch (name) {
      case "grpc" -> HttpProtocol.GRPC;
      case "grpc-web" -> HttpProtocol.GRPC_WEB;
      case "grpc-web-text" -> HttpProtocol.GRPC_WEB_TEXT;
      default ->
          throw new IllegalArgumentException(
              "protocol is " + name + ", expected grpc, grpc-web or grpc-web-text");
    };
  }
}
