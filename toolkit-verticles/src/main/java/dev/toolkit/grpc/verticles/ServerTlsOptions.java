package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.config.JsonFields;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The files of a server's TLS, in PEM. They are read again from time to time. */
@DataObject
public final class ServerTlsOptions {

  /** The default of {@link #setRefresh}. */
  public static final Duration DEFAULT_REFRESH = Duration.ofMinutes(1);

  private String certificate = "";
  private String key = "";
  private @Nullable String clientAuthorities;
  private Duration refresh = DEFAULT_REFRESH;

  /** No files yet. */
  public ServerTlsOptions() {}

  /** A copy. */
  public ServerTlsOptions(ServerTlsOptions other) {
    certificate = other.certificate;
    key = other.key;
    clientAuthorities = other.clientAuthorities;
    refresh = other.refresh;
  }

  /**
   * Options from JSON, whose fields are named as the setters are; the duration is in milliseconds.
   *
   * @throws IllegalArgumentException for a field that does not exist, has a wrong value, or is
   *     missing, named
   */
  public ServerTlsOptions(JsonObject json) {
    new JsonFields(json, "tls options of the server")
        .text("certificate", this::setCertificate)
        .text("key", this::setKey)
        .text("clientAuthorities", this::setClientAuthorities)
        .millis("refresh", this::setRefresh)
        .end();
    PemFiles.checkNamed("certificate", certificate);
    PemFiles.checkNamed("key", key);
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    var json = new JsonObject().put("certificate", certificate).put("key", key);
    if (clientAuthorities != null) {
      json.put("clientAuthorities", clientAuthorities);
    }
    return json.put("refresh", refresh.toMillis());
  }

  /** See {@link #setCertificate}. */
  public String getCertificate() {
    return certificate;
  }

  /** Sets the file of the server's certificate, followed by those that it was signed with. */
  public ServerTlsOptions setCertificate(String certificate) {
    PemFiles.checkNamed("certificate", certificate);
    this.certificate = certificate;
    return this;
  }

  /** See {@link #setKey}. */
  public String getKey() {
    return key;
  }

  /** Sets the file of the certificate's private key, PKCS #8 or #1, not encrypted. */
  public ServerTlsOptions setKey(String key) {
    PemFiles.checkNamed("key", key);
    this.key = key;
    return this;
  }

  /** See {@link #setClientAuthorities}. */
  public @Nullable String getClientAuthorities() {
    return clientAuthorities;
  }

  /**
   * Sets the file of the authorities of which one must have signed a client's certificate; with it,
   * a client without such a certificate is refused.
   */
  public ServerTlsOptions setClientAuthorities(String clientAuthorities) {
    PemFiles.checkNamed("clientAuthorities", clientAuthorities);
    this.clientAuthorities = clientAuthorities;
    return this;
  }

  /** See {@link #setRefresh}. */
  public Duration getRefresh() {
    return refresh;
  }

  /**
   * Sets how often the files are read again, zero for never. What has changed, and was the same
   * twice, holds for the connections to come. Default 1 minute.
   */
  public ServerTlsOptions setRefresh(Duration refresh) {
    if (refresh.isNegative()) {
      throw new IllegalArgumentException("refresh is " + refresh + ", it must be >= 0");
    }
    this.refresh = refresh;
    return this;
  }
}
