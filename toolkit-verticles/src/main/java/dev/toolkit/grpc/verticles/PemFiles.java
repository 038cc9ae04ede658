package dev.toolkit.grpc.verticles;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * The files of one side's TLS.
 *
 * @param certificate a chain of certificates; null for none
 * @param key the private key of the first of them; null for none
 * @param authorities whom the peers' certificates are trusted by; null for the default
 */
record PemFiles(@Nullable File certificate, @Nullable File key, @Nullable File authorities) {

  private static final String CERTIFICATE = "CERTIFICATE-----";
  private static final String PRIVATE_KEY = "PRIVATE KEY-----";

  /**
   * One file.
   *
   * @param field the field of the configuration that names it
   * @param path where it is
   */
  record File(String field, String path) {}

  /** What stood in the files when they were read. */
  record Content(@Nullable Buffer certificate, @Nullable Buffer key, @Nullable Buffer authorities) {

    /** The options of a server; with authorities its clients must have a certificate. */
    ServerSSLOptions serverOptions() {
      var options = new ServerSSLOptions().setKeyCertOptions(keyCert());
      if (authorities != null) {
        options.setTrustOptions(trust()).setClientAuth(ClientAuth.REQUIRED);
      }
      return options;
    }

    /** The options of a client. */
    ClientSSLOptions clientOptions() {
      var options = new ClientSSLOptions();
      if (certificate != null) {
        options.setKeyCertOptions(keyCert());
      }
      if (authorities != null) {
        options.setTrustOptions(trust());
      }
      return options;
    }

    private PemKeyCertOptions keyCert() {
      return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
    }

    private PemTrustOptions trust() {
      return new PemTrustOptions().addCertValue(authorities);
    }
  }

  static PemFiles of(ServerTlsOptions tls) {
    return new PemFiles(
        new File("certificate", tls.getCertificate()),
        new File("key", tls.getKey()),
        optional("clientAuthorities", tls.getClientAuthorities()));
  }

  static PemFiles of(ClientTlsOptions tls) {
    return new PemFiles(
        optional("certificate", tls.getCertificate()),
        optional("key", tls.getKey()),
        optional("authorities", tls.getAuthorities()));
  }

  static void checkNamed(String field, @Nullable String path) {
    if (path == null || path.isBlank()) {
      throw new IllegalArgumentException("field " + field + " of tls names no file");
    }
  }

  /** Reads the files; fails, naming field and file, when one can't be read or has no PEM in it. */
  Future<Content> read(Vertx vertx) {
    Future<@Nullable Buffer> chain = read(vertx, certificate, CERTIFICATE);
    Future<@Nullable Buffer> secret = read(vertx, key, PRIVATE_KEY);
    Future<@Nullable Buffer> trusted = read(vertx, authorities, CERTIFICATE);
    return Future.join(chain, secret, trusted)
        .map(read -> new Content(chain.result(), secret.result(), trusted.result()));
  }

  private static @Nullable File optional(String field, @Nullable String path) {
    return path == null ? null : new File(field, path);
  }

  private static Future<@Nullable Buffer> read(Vertx vertx, @Nullable File file, String marker) {
    if (file == null) {
      return Future.succeededFuture();
    }
    return vertx
        .fileSystem()
        .readFile(file.path)
        .transform(
            read ->
                read.failed()
                    ? unreadable(file, read.cause())
                    : check(file, read.result(), marker));
  }

  private static Future<@Nullable Buffer> check(File file, Buffer content, String marker) {
    if (content.toString(StandardCharsets.ISO_8859_1).contains(marker)) {
      return Future.succeededFuture(content);
    }
    String missing = marker.equals(CERTIFICATE) ? "certificate" : "private key";
    return wrong(file, "has no " + missing + " in PEM", null);
  }

  private static <T> Future<T> unreadable(File file, Throwable failure) {
    Throwable reason = failure.getCause() == null ? failure : failure.getCause();
    return reason instanceof NoSuchFileException
        ? wrong(file, "doesn't exist", failure)
        : wrong(file, "can't be read: " + reason, failure);
  }

  private static <T> Future<T> wrong(File file, String why, @Nullable Throwable cause) {
    return Future.failedFuture(
        new IllegalArgumentException(
            "file " + file.path + ", field " + file.field + " of tls, " + why, cause));
  }
}
