package dev.toolkit.grpc.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated code is what was reviewed. {@code -Dgolden.update=true} writes it anew. */
class GoldenTest {

  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  @ParameterizedTest
  @MethodSource("dev.toolkit.grpc.codegen.GoldenCase#all")
  void generatedCodeIsTheReviewedOne(GoldenCase golden) throws IOException {
    Map<String, String> generated = golden.generated();
    if (UPDATE) {
      write(golden.directory(), generated);
    }

    Map<String, String> reviewed = read(golden.directory());

    assertEquals("", golden.respond().getError());
    assertEquals(reviewed.keySet(), generated.keySet());
    reviewed.forEach((name, content) -> assertEquals(content, generated.get(name), name));
  }

  private static Map<String, String> read(Path directory) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        content.put(name, Files.readString(file));
      }
    }
    return content;
  }

  private static void write(Path directory, Map<String, String> content) throws IOException {
    if (Files.exists(directory)) {
      for (String stale : read(directory).keySet()) {
        Files.delete(directory.resolve(stale));
      }
    }
    for (Map.Entry<String, String> file : content.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
