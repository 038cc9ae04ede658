package dev.toolkit.grpc.verticles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a configuration fails the deployment with a sentence that names it. */
class BadConfigurationIT {

  private final Node node = new Node();
  @TempDir private Path files;

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  /** A service class that a verticle can't make. */
  public abstract static class Abstract extends Hidden {}

  /** Another. */
  static class Hidden implements dev.toolkit.grpc.server.BindableService {
    @Override
    public dev.toolkit.grpc.server.ServiceDefinition bind() {
      return new Echo().bind();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"prot": 1}                      | server options have no field prot
          {"port": "http"}                 | field port of server options is http, expected a whole number
          {"port": 70000}                  | port is 70000, the largest is 65535
          {"host": ""}                     | host is empty
          {"shutdownGrace": -1}            | shutdownGrace is PT-0.001S, it must be >= 0
          {"http": {"plain": true}}        | HTTP server options have no field plain
          {"http": {"maxMessageSize": 0}}  | maxMessageSize must be > 0, is 0
          {"http": {"ssl": {}}}            | field ssl of http is not for configurations: name the files in tls
          {"services": []}                 | services of server verticle options names no class
          {"services": "x"}                | field services of server verticle options is x, expected an array
          {"services": [7]}                | an element of services is 7, expected a class name or an object
          {"services": [{"name": "x"}]}    | service options have no field name
          {"services": [{"config": {}}]}   | service options {"config":{}} have no class
          {"services": [{"class": "dev.toolkit.grpc.verticles.Echo", "dispatch": "x"}]} \
          | dispatch of service options is x, known are [event_loop, worker, virtual_thread]
          {"services": ["no.Such"]}        | service class no.Such was not found
          {"services": ["java.lang.String"]} | service class java.lang.String implements no service: \
          it is not a BindableService
          {"services": ["dev.toolkit.grpc.verticles.BadConfigurationIT$Abstract"]} | service class \
          dev.toolkit.grpc.verticles.BadConfigurationIT$Abstract is abstract
          {"services": ["dev.toolkit.grpc.verticles.BadConfigurationIT$Hidden"]} | service class \
          dev.toolkit.grpc.verticles.BadConfigurationIT$Hidden is not public, or has neither a public \
          constructor (Vertx, JsonObject) nor one without arguments
          {"services": [{"class": "dev.toolkit.grpc.verticles.Echo", "config": {"prefix": "bad"}}]} \
          | service class dev.toolkit.grpc.verticles.Echo failed in its constructor: \
          java.lang.IllegalArgumentException: prefix is bad
          {"services": ["dev.toolkit.grpc.verticles.Echo", "dev.toolkit.grpc.verticles.Echo"]} \
          | service test.Echo was added before
          {"http": {}}                     | server on 127.0.0.1:0 has neither TLS (ssl) nor plaintext: choose one
          {"tls": {}}                      | field certificate of tls names no file
          {"tls": {"certificate": "c"}}    | field key of tls names no file
          {"tls": {"cert": "c"}}           | tls options of the server have no field cert
          {"tls": {"certificate": "no.pem", "key": "no.key"}} | file no.pem, field certificate of tls, \
          doesn't exist
          """)
  void aServer(String change, String message) {
    JsonObject config =
        Node.plaintextJson(0).put("services", new JsonArray().add(Echo.class.getName()));

    assertEquals(message, failure(Node.SERVER, config.mergeIn(new JsonObject(change))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name": ""}                     | name of client verticle options is empty
          {"name": 7}                      | field name of client verticle options is 7, expected a text
          {"name": null}                   | client verticle options have no name
          {"targt": "x:1"}                 | client options have no field targt
          {"target": "dns:///x:port"}      | target dns:///x:port
          {"serviceConfig": {"loadBalancingConfig": [{"best": {}}]}} | loadBalancingConfig
          {"serviceConfig": {"methodConfig": 1}} | methodConfig
          {"timeout": "1s"}                | field timeout of client options is 1s, expected a whole number
          {"compression": "lzma"}          | compression is lzma, known are
          {"http": {"ssl": {}}}            | field ssl of http is not for configurations: name the files in tls
          {"tls": {"authority": "x"}}      | tls options of the client have no field authority
          {"tls": {"key": "x"}}            | field certificate of tls names no file
          {"tls": {"authorities": "no.pem"}} | file no.pem, field authorities of tls, doesn't exist
          """)
  void aClient(String change, String message) {
    var config = new JsonObject().put("name", "echo").put("target", "localhost:1");

    String failure = failure(Node.CLIENT, config.mergeIn(new JsonObject(change)));

    assertTrue(failure.startsWith(message), failure);
  }

  @Test
  void bothTlsAndPlaintext() throws Exception {
    var certificates = new Certificates(files).create("server");
    var tls =
        new JsonObject()
            .put("certificate", certificates.file("server.pem"))
            .put("key", certificates.file("server.key"));
    var config = echo(0).put("tls", tls);

    assertEquals(
        "server on 127.0.0.1:0 has both TLS (ssl) and plaintext: choose one",
        failure(Node.SERVER, config));
  }

  @Test
  void aFileThatIsNoPem() throws Exception {
    Path file = Files.writeString(files.resolve("server.pem"), "hello");
    var tls = new JsonObject().put("certificate", file.toString()).put("key", file.toString());

    assertEquals(
        "file " + file + ", field certificate of tls, has no certificate in PEM",
        failure(Node.SERVER, echo(0).put("tls", tls)));
  }

  @Test
  void aPortInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName(Node.HOST))) {
      int port = taken.getLocalPort();

      String failure = failure(Node.SERVER, echo(port));

      assertTrue(failure.startsWith("can't listen on 127.0.0.1:" + port + ": "), failure);
      assertTrue(failure.contains("in use"), failure);
    }
  }

  private static JsonObject echo(int port) {
    return Node.plaintextJson(port).put("services", new JsonArray().add(Echo.class.getName()));
  }

  private String failure(String verticle, JsonObject config) {
    return assertThrows(Exception.class, () -> node.deploy(verticle, config)).getMessage();
  }
}
