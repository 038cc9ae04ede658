package dev.toolkit.grpc.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.server.Keys;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@link WireCasesIT} in the records of TLS. */
class WireCasesTlsIT {

  @TempDir private static Path folder;
  private static WireServer server;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = new WireServer(tls(folder));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource({
    "dev.toolkit.grpc.transport.http.WireCasesIT#frames",
    "dev.toolkit.grpc.transport.http.WireCasesIT#streams",
    "dev.toolkit.grpc.transport.http.WireCasesIT#requestHeads",
    "dev.toolkit.grpc.transport.http.WireCasesIT#calls",
    "dev.toolkit.grpc.transport.http.WireCasesIT#messages"
  })
  void caseEndsAsItShould(WireCase one) {
    try (var probe = new Probe(server)) {
      one.play(server);

      Probe.Result probed = probe.stop();
      assertEquals(0, probed.failures(), probed.firstFailure());
    }
  }

  /** Options of a server with a key of its own. */
  static HttpServerTransportOptions tls(Path folder) throws IOException, InterruptedException {
    var ssl = new ServerSSLOptions();
    ssl.setKeyCertOptions(Keys.of(folder, "wire").options());
    return new HttpServerTransportOptions().setSsl(ssl);
  }
}
