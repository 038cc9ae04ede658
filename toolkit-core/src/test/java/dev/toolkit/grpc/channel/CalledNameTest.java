package dev.toolkit.grpc.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalledNameTest {

  private static X509Certificate certificate;

  /** A certificate made by the JDK's keytool. */
  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "key",
            "-keyalg",
            "EC",
            "-dname",
            "CN=common.example",
            "-ext",
            "san=dns:orders.example,dns:*.shop.example,ip:10.0.0.1,ip:2001:db8::1",
            "-storetype",
            "PKCS12",
            "-storepass",
            "password",
            "-keystore",
            store.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    var keys = KeyStore.getInstance(store.toFile(), "password".toCharArray());
    certificate = (X509Certificate) keys.getCertificate("key");
  }

  @ParameterizedTest
  @CsvSource({
    "orders.example, true",
    "ORDERS.Example, true",
    "a.shop.example, true",
    "a.b.shop.example, false",
    "shop.example, false",
    "xshop.example, false",
    "common.example, false",
    "other.example, false",
    "10.0.0.1, true",
    "10.0.0.2, false",
    "300.0.0.1, false",
    "2001:db8::1, true",
    "[2001:db8:0::1], true",
    "2001:db8::2, false"
  })
  void aCertificateIsForTheNamesInIt(String host, boolean expected) throws Exception {
    assertEquals(expected, CalledName.isFor(certificate, host));
  }

  @Test
  void withoutTlsAnyNameWillDo() {
    assertNull(CalledName.refusal("other.example:50051", null));
  }
}
