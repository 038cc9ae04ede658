package dev.toolkit.grpc.examples.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate for localhost, made by the JDK's keytool. */
final class Pem {

  private static final String PASSWORD = "password";

  private Pem() {}

  /** The files of a certificate and its key. */
  static String[] files(Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "key",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new String[] {
      write(folder, "CERTIFICATE", keys.getCertificate("key").getEncoded()),
      write(folder, "PRIVATE KEY", keys.getKey("key", PASSWORD.toCharArray()).getEncoded())
    };
  }

  private static String write(Path folder, String kind, byte[] bytes) throws Exception {
    var text = Base64.getMimeEncoder().encodeToString(bytes);
    var pem = "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    return Files.writeString(folder.resolve(kind + ".pem"), pem).toString();
  }
}
