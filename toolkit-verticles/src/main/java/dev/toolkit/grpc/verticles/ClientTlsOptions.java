package dev.toolkit.grpc.verticles;

import dev.toolkit.grpc.config.JsonFields;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The files of a client's TLS, in PEM, read once. */
@DataObject
public final class ClientTlsOptions {

  private @Nullable String authorities;
  private @Nullable String certificate;
  private @Nullable String key;

  /** The authorities of the JDK, and no certificate. */
  public ClientTlsOptions() {}

  /** A copy. */
  public ClientTlsOptions(ClientTlsOptions other) {
    authorities = other.authorities;
    certificate = other.certificate;
    key = other.key;
  }

  /**
   * Options from JSON, whose fields are named as the setters are.
   *
   * @throws IllegalArgumentException for a field that does not exist, has a wrong value, or is
   *     missing, named
   */
  public ClientTlsOptions(JsonObject json) {
    new JsonFields(json, "tls options of the client")
        .text("authorities", this::setAuthorities)
        .text("certificate", this::setCertificate)
        .text("key", this::setKey)
        .end();
    if (key != null) {
      PemFiles.checkNamed("certificate", certificate);
    }
    if (certificate != null) {
      PemFiles.checkNamed("key", key);
    }
  }

  /** These options as JSON. */
  public JsonObject toJson() {
    var json = new JsonObject();
    if (authorities != null) {
      json.put("authorities", authorities);
    }
    if (certificate != null) {
      json.put("certificate", certificate);
    }
    if (key != null) {
      json.put("key", key);
    }
    return json;
  }

  /** See {@link #setAuthorities}. */
  public @Nullable String getAuthorities() {
    return authorities;
  }

  /** Sets the file of the authorities that servers are trusted by. Default: those of the JDK. */
  public ClientTlsOptions setAuthorities(String authorities) {
    PemFiles.checkNamed("authorities", authorities);
    this.authorities = authorities;
    return this;
  }

  /** See {@link #setCertificate}. */
  public @Nullable String getCertificate() {
    return certificate;
  }

  /** Sets the file of the client's certificate, followed by those that it was signed with. */
  public ClientTlsOptions setCertificate(String certificate) {
    PemFiles.checkNamed("certificate", certificate);
    this.certificate = certificate;
    return this;
  }

  /** See {@link #setKey}. */
  public @Nullable String getKey() {
    return key;
  }

  /** Sets the file of the certificate's private key, PKCS #8 or #1, not encrypted. */
  public ClientTlsOptions setKey(String key) {
    PemFiles.checkNamed("key", key);
    this.key = key;
    return this;
  }
}
