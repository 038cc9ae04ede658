package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.config.JsonFields;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ProxyOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Through which proxy a client reaches servers, by HTTP CONNECT or SOCKS, and which it reaches
 * without. See gRFC A1. Sockets of files never have a proxy.
 */
@DataObject
public final class HttpProxyOptions {

  private @Nullable ProxyOptions server;
  private List<String> exceptions = List.of();

  /** No proxy. */
  public HttpProxyOptions() {}

  /** A copy. */
  public HttpProxyOptions(HttpProxyOptions other) {
    server = other.server;
    exceptions = other.exceptions;
  }

  /**
   * Options from JSON, whose fields are named as the setters are.
   *
   * @throws IllegalArgumentException for a field that does not exist or has a wrong value, named
   */
  public HttpProxyOptions(JsonObject json) {
    new JsonFields(json, "proxy options")
        .flag("fromEnvironment", this::setFromEnvironment)
        .object("server", value -> setServer(new ProxyOptions(value)))
        .texts("exceptions", this::setExceptions)
        .end();
  }

  /** These options as JSON; what came from the environment is in it. */
  public JsonObject toJson() {
    var json = new JsonObject();
    if (server != null) {
      json.put("server", server.toJson());
    }
    return json.put("exceptions", new JsonArray(exceptions));
  }

  /** See {@link #setServer}. */
  public @Nullable ProxyOptions getServer() {
    return server;
  }

  /** Sets the proxy: where it is, its type, and user and password of Basic. Default none. */
  public HttpProxyOptions setServer(ProxyOptions server) {
    this.server = new ProxyOptions(server);
    return this;
  }

  /** See {@link #setExceptions}. */
  public List<String> getExceptions() {
    return exceptions;
  }

  /**
   * Sets the hosts that are reached without the proxy, as {@code NO_PROXY} names them: {@code
   * example.com} with all below it, {@code .example.com} only what is below it, {@code 10.0.0.1},
   * {@code 10.0.0.0/8}, {@code *}. Default none.
   */
  public HttpProxyOptions setExceptions(List<String> exceptions) {
    this.exceptions = ProxyExceptions.checked(exceptions);
    return this;
  }

  /**
   * With true, takes proxy and exceptions from the environment variables {@code HTTPS_PROXY} and
   * {@code NO_PROXY} (or in lower case) as they are now; localhost is an exception then. Without
   * {@code HTTPS_PROXY} nothing changes. Default false.
   *
   * @throws IllegalArgumentException if a variable is malformed, named
   */
  public HttpProxyOptions setFromEnvironment(boolean fromEnvironment) {
    if (fromEnvironment) {
      new ProxyEnvironment(System.getenv()).apply(this);
    }
    return this;
  }

  /** Whether a host, a name or an address, is reached through the proxy. */
  public boolean isProxied(String host) {
    return server != null && !ProxyExceptions.match(exceptions, host);
  }
}
