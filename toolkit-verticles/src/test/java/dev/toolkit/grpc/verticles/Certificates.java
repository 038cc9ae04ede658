package dev.toolkit.grpc.verticles;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** Certificates that sign themselves, made by the JDK's keytool, as PEM files of a directory. */
record Certificates(Path directory) {

  private static final String PASSWORD = "changeit";

  /** Makes NAME.pem and NAME.key for localhost. */
  Certificates create(String name) throws Exception {
    Path store = directory.resolve(name + ".p12");
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        name,
        "-dname",
        "CN=" + name,
        "-keyalg",
        "EC",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-keystore",
        store.toString());
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    write(name + ".pem", "CERTIFICATE", keys.getCertificate(name).getEncoded());
    write(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
    return this;
  }

  /** Puts the files of one name in the place of those of another. */
  void replace(String name, String by) throws Exception {
    for (String suffix : List.of(".pem", ".key")) {
      Files.copy(
          directory.resolve(by + suffix),
          directory.resolve(name + suffix),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  String file(String name) {
    return directory.resolve(name).toString();
  }

  private void write(String file, String type, byte[] content) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    String pem = "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    Files.writeString(directory.resolve(file), pem, US_ASCII);
  }

  private static void run(String... command) throws Exception {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(List.of(command) + " ended with " + status);
    }
  }
}
