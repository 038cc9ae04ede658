package dev.toolkit.grpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A key with a certificate of its own, made by the JDK's keytool. */
public record Keys(Path file) {

  private static final String PASSWORD = "password";

  /** A key for a name and for the loopback address. */
  public static Keys of(Path folder, String name) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".p12");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "key",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-validity",
            "30",
            "-keystore",
            file.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return new Keys(file);
  }

  /** As key or as trust. */
  public PfxOptions options() {
    return new PfxOptions().setPath(file.toString()).setPassword(PASSWORD);
  }
}
