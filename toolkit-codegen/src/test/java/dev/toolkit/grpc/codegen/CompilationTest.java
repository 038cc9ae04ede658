package dev.toolkit.grpc.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated code compiles without a warning, against the message classes that protoc makes. */
class CompilationTest {

  @TempDir private Path output;

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.codegen.GoldenCase#all")
  void generatedCodeCompilesWithoutWarning(GoldenCase golden) throws IOException {
    List<String> complaints = new Javac(output).complaints(golden.generated());

    assertEquals(List.of(), complaints);
  }

  @Test
  void codeForVertxCodegenPassesItsProcessor() throws IOException {
    Map<String, String> sources = vertxSources();

    assertEquals(List.of(), processed(sources));
  }

  @Test
  void theProcessorRefusesTheClientWithoutItsModule() throws IOException {
    Map<String, String> sources = vertxSources();
    sources.remove("com/acme/hello/package-info.java");

    assertTrue(processed(sources).toString().contains("ModuleGen"));
  }

  @Test
  void theProcessorRefusesTheClientWithoutThePermissions() throws IOException {
    Map<String, String> sources = vertxSources();
    sources.replaceAll((name, content) -> content.replaceAll("@GenIgnore.*\n", "\n"));

    assertTrue(processed(sources).toString().contains("is not legal"));
  }

  private static Map<String, String> vertxSources() {
    return new TreeMap<>(GoldenCase.named("vertx").generated());
  }

  private List<String> processed(Map<String, String> sources) throws IOException {
    return new Javac(output, new io.vertx.codegen.processor.Processor()).complaints(sources);
  }
}
