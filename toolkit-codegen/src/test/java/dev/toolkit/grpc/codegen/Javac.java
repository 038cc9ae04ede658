package dev.toolkit.grpc.codegen;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** The compiler, as strict as a user may set it: every lint, Javadoc checked. */
final class Javac {

  private final Path output;
  private final List<Processor> processors;

  Javac(Path output, Processor... processors) {
    this.output = output;
    this.processors = List.of(processors);
  }

  /** Compiles sources together with the stubs of the toolkit; gives the complaints. */
  List<String> complaints(Map<String, String> sources) throws IOException {
    List<JavaFileObject> units = new ArrayList<>(stubs());
    sources.forEach((name, content) -> units.add(new Source(name, content)));
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      files.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, List.of(output));
      var options =
          List.of(
              "--release",
              "17",
              "-Xlint:all,-processing,-classfile,-options",
              "-Xdoclint:all,-missing");
      var task = compiler.getTask(null, files, diagnostics, options, null, units);
      task.setProcessors(processors);
      task.call();
    }
    return diagnostics.getDiagnostics().stream()
        .filter(Javac::complains)
        .map(d -> d.toString())
        .toList();
  }

  private static boolean complains(Diagnostic<?> diagnostic) {
    return diagnostic.getKind() != Diagnostic.Kind.NOTE
        && diagnostic.getKind() != Diagnostic.Kind.OTHER
        && !diagnostic.toString().contains("Supported source version");
  }

  private static List<JavaFileObject> stubs() throws IOException {
    List<JavaFileObject> stubs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", "stubs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        stubs.add(new Source(file.toString(), Files.readString(file)));
      }
    }
    return stubs;
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String content;

    Source(String name, String content) {
      super(URI.create("string:///" + name.replace('\\', '/')), Kind.SOURCE);
      this.content = content;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return content;
    }
  }
}
