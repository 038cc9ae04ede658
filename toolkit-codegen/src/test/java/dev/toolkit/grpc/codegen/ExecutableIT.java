package dev.toolkit.grpc.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build delivers: the executable and the jar. */
class ExecutableIT {

  @TempDir private Path directory;

  @Test
  void theExecutableAnswersARequest() throws Exception {
    var request = Requests.of("", "greeter.proto", "edition.proto");

    Process process = start();
    send(process, request.toByteArray());
    var response = CodeGeneratorResponse.parseFrom(process.getInputStream());

    assertEquals(0, process.waitFor());
    assertEquals(Generator.respond(request), response);
  }

  @Test
  void theExecutableRefusesWhatIsNoRequest() throws Exception {
    Process process = start();
    send(process, "hello".getBytes(StandardCharsets.US_ASCII));
    String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(1, process.waitFor());
    assertTrue(complaint.contains("holds no CodeGeneratorRequest"), complaint);
  }

  @Test
  void theExecutableRunsFromAPathWithSpaces() throws Exception {
    Path copy = Files.createDirectory(directory.resolve("a b")).resolve("protoc-gen-x");
    Files.copy(Path.of(System.getProperty("executable")), copy);
    assertTrue(copy.toFile().setExecutable(true));

    Process process = new ProcessBuilder(copy.toString()).start();
    send(process, Requests.of("", "comments.proto").toByteArray());
    var response = CodeGeneratorResponse.parseFrom(process.getInputStream());

    assertEquals(4, response.getFileCount());
  }

  @Test
  void theJarNamesItsMainClass() throws IOException {
    try (var jar = new JarFile(System.getProperty("plugin.jar"))) {
      String main = jar.getManifest().getMainAttributes().getValue("Main-Class");

      assertEquals(ProtocPlugin.class.getName(), main);
    }
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(System.getProperty("executable")).start();
  }

  private static void send(Process process, byte[] input) throws IOException {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input);
    }
  }
}
