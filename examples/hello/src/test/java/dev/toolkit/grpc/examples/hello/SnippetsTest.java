package dev.toolkit.grpc.examples.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java in README and docs is a program that compiles, or a piece of an example that is run. */
class SnippetsTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static final Pattern PROGRAM =
      Pattern.compile(
          "\\Aimport .*?^public (?:final )?class (\\w+)", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir private Path classes;

  @Test
  void everySnippetIsAProgramOrPartOfAnExample() throws IOException {
    List<String> sources = texts(ROOT.resolve("examples"), ".java");
    List<String> unknown = new ArrayList<>();
    int snippets = 0;
    for (String page : pages()) {
      Matcher matcher = SNIPPET.matcher(page);
      while (matcher.find()) {
        snippets++;
        String snippet = matcher.group(1);
        if (sources.stream().noneMatch(source -> source.contains(squeezed(snippet)))
            && !compiles(snippet)) {
          unknown.add(snippet);
        }
      }
    }

    assertFalse(snippets == 0, "the pages have snippets");
    assertEquals(List.of(), unknown);
  }

  private boolean compiles(String snippet) throws IOException {
    Matcher program = PROGRAM.matcher(snippet);
    if (!program.find()) {
      return false;
    }
    Path source = Files.writeString(classes.resolve(program.group(1) + ".java"), snippet);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    return compiler.run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString())
        == 0;
  }

  private static List<String> pages() throws IOException {
    List<String> pages = new ArrayList<>(List.of(Files.readString(ROOT.resolve("README.md"))));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      for (Path page : docs.filter(path -> path.toString().endsWith(".md")).toList()) {
        pages.add(Files.readString(page));
      }
    }
    return pages;
  }

  private static List<String> texts(Path directory, String suffix) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(suffix)).toList()) {
        if (!file.toString().contains("target")) {
          texts.add(squeezed(Files.readString(file)));
        }
      }
    }
    return texts;
  }

  /** The text whatever its indentation and line breaks are. */
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }
}
