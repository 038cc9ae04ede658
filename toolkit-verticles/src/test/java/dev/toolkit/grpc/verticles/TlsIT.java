package dev.toolkit.grpc.verticles;

import static dev.toolkit.grpc.verticles.Node.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verticles speak TLS by files, with certificates on one side or both, and take new ones. */
class TlsIT {

  private final Node node = new Node();
  private int port;
  private Certificates certificates;
  @TempDir private Path files;

  @BeforeEach
  void prepare() throws Exception {
    port = Node.freePort();
    certificates = new Certificates(files).create("server");
  }

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  @Test
  void aClientTrustsTheServersAuthority() throws Exception {
    node.deploy(Node.SERVER, server(serverTls()));
    node.deploy(Node.CLIENT, client("echo", clientTls()));

    assertEquals("hi", say("echo"));
  }

  @Test
  void aClientRefusesAServerThatItDoesNotTrust() throws Exception {
    node.deploy(Node.SERVER, server(serverTls()));
    node.deploy(Node.CLIENT, client("echo", new JsonObject()));

    assertEquals(Code.UNAVAILABLE, failure("echo"));
  }

  @Test
  void aServerWantsTheCertificateOfItsClients() throws Exception {
    certificates.create("client");
    String trusted = certificates.file("client.pem");
    node.deploy(Node.SERVER, server(serverTls().put("clientAuthorities", trusted)));
    var known =
        clientTls()
            .put("certificate", certificates.file("client.pem"))
            .put("key", certificates.file("client.key"));
    node.deploy(Node.CLIENT, client("known", known));
    node.deploy(Node.CLIENT, client("anonymous", clientTls()));

    assertEquals("hi", say("known"));
    assertEquals(Code.UNAVAILABLE, failure("anonymous"));
  }

  @Test
  void aNewCertificateIsUsedWhileServing() throws Exception {
    certificates.create("next");
    node.deploy(Node.SERVER, server(serverTls().put("refresh", 20)));
    node.deploy(Node.CLIENT, client("before", clientTls()));
    assertEquals("hi", say("before"));

    certificates.replace("server", "next");
    var trusting = new JsonObject().put("authorities", certificates.file("next.pem"));
    node.deploy(Node.CLIENT, client("after", trusting).put("waitForReady", true));

    assertEquals("hi", say("after"));
    assertEquals("hi", say("before"), "the connection from before goes on");
  }

  private JsonObject server(JsonObject tls) {
    return new JsonObject()
        .put("host", Node.HOST)
        .put("port", port)
        .put("tls", tls)
        .put("services", new JsonArray().add(Echo.class.getName()));
  }

  private JsonObject client(String name, JsonObject tls) {
    return new JsonObject().put("name", name).put("target", "localhost:" + port).put("tls", tls);
  }

  private JsonObject serverTls() {
    return new JsonObject()
        .put("certificate", certificates.file("server.pem"))
        .put("key", certificates.file("server.key"));
  }

  private JsonObject clientTls() {
    return new JsonObject().put("authorities", certificates.file("server.pem"));
  }

  private String say(String name) throws Exception {
    return await(Node.call(GrpcClientVerticle.client(node.vertx, name), Echo.SAY, "hi"));
  }

  private Code failure(String name) {
    return assertThrows(StatusException.class, () -> say(name)).status().code();
  }
}
