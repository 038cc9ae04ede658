package dev.toolkit.grpc.codegen;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files and options whose generated code is kept under {@code src/test/resources/golden}.
 *
 * @param name the directory there
 * @param parameter the options
 * @param files the files to generate
 */
record GoldenCase(String name, String parameter, List<String> files) {

  static List<GoldenCase> all() {
    return List.of(
        of("greeter", "", "greeter.proto"),
        of("names", "", "names.proto"),
        of("nested", "", "nested_types.proto"),
        of("deprecated", "", "deprecated.proto", "deprecations.proto"),
        of("unnamed", "", "unnamed.proto", "unnamed_single.proto"),
        of("edition", "", "edition.proto"),
        of("comments", "", "comments.proto"),
        of("renamed", "class_prefix=Tk,package_suffix=toolkit.v1", "greeter.proto", "names.proto"),
        of("vertx", "vertx_codegen", "greeter.proto"));
  }

  static GoldenCase named(String name) {
    return all().stream().filter(golden -> golden.name().equals(name)).findAny().orElseThrow();
  }

  private static GoldenCase of(String name, String parameter, String... files) {
    return new GoldenCase(name, parameter, List.of(files));
  }

  CodeGeneratorResponse respond() {
    return Generator.respond(Requests.of(parameter, files.toArray(String[]::new)));
  }

  /** What is generated: content by file name. */
  Map<String, String> generated() {
    Map<String, String> content = new TreeMap<>();
    respond().getFileList().forEach(file -> content.put(file.getName(), file.getContent()));
    return content;
  }

  Path directory() {
    return Path.of("src", "test", "resources", "golden", name);
  }

  @Override
  public String toString() {
    return name;
  }
}
