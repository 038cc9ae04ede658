package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.config.JsonFields;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The client that a {@link GrpcClientVerticle} publishes.
 *
 * <p>As JSON it has the fields {@code name}, {@code tls} and {@code shutdownGrace} beside those of
 * {@link GrpcClientOptions}.
 */
@DataObject
public final class GrpcClientVerticleOptions {

  /** The default of {@link #setShutdownGrace}. */
  public static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(10);

  private static final String NAME = "name";
  private static final String TLS = "tls";
  private static final String SHUTDOWN_GRACE = "shutdownGrace";

  private String name = "";
  private GrpcClientOptions client = new GrpcClientOptions();
  private @Nullable ClientTlsOptions tls;
  private Duration shutdownGrace = DEFAULT_SHUTDOWN_GRACE;

  /** No name yet. */
  public GrpcClientVerticleOptions() {}

  /** A copy. */
  public GrpcClientVerticleOptions(GrpcClientVerticleOptions other) {
    name = other.name;
    client = new GrpcClientOptions(other.client);
    tls = other.tls;
    shutdownGrace = other.shutdownGrace;
  }

  /**
   * Options from JSON; the duration is in milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist, has a wrong value, or is
   *     missing, named
   */
  public GrpcClientVerticleOptions(JsonObject json) {
    JsonParts.checkNoSsl(json);
    client = new GrpcClientOptions(JsonParts.without(json, NAME, TLS, SHUTDOWN_GRACE));
    new JsonFields(JsonParts.take(json, NAME, TLS, SHUTDOWN_GRACE), "client verticle options")
        .text(NAME, this::setName)
        .object(TLS, value -> setTls(new ClientTlsOptions(value)))
        .millis(SHUTDOWN_GRACE, this::setShutdownGrace)
        .end();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("client verticle options have no name");
    }
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    var json = client.toJson().put(NAME, name).put(SHUTDOWN_GRACE, shutdownGrace.toMillis());
    return tls == null ? json : json.put(TLS, tls.toJson());
  }

  /** See {@link #setName}. */
  public String getName() {
    return name;
  }

  /** Sets the name that the client is published by. */
  public GrpcClientVerticleOptions setName(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name of client verticle options is empty");
    }
    this.name = name;
    return this;
  }

  /** The options of the client, to be changed in place. */
  public GrpcClientOptions getClient() {
    return client;
  }

  /** Sets the options of the client. */
  public GrpcClientVerticleOptions setClient(GrpcClientOptions client) {
    this.client = new GrpcClientOptions(client);
    return this;
  }

  /** See {@link #setTls}. */
  public @Nullable ClientTlsOptions getTls() {
    return tls;
  }

  /** Sets the files of TLS. */
  public GrpcClientVerticleOptions setTls(ClientTlsOptions tls) {
    this.tls = new ClientTlsOptions(tls);
    return this;
  }

  /** See {@link #setShutdownGrace}. */
  public Duration getShutdownGrace() {
    return shutdownGrace;
  }

  /** Sets the time that calls have to end by themselves when the verticle is undeployed. */
  public GrpcClientVerticleOptions setShutdownGrace(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("shutdownGrace is " + grace + ", it must be >= 0");
    }
    this.shutdownGrace = grace;
    return this;
  }
}
