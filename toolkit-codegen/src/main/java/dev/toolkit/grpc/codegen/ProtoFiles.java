package dev.toolkit.grpc.codegen;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a request with their types resolved, in the order in which they import. */
final class ProtoFiles {

  private final Map<String, FileDescriptor> files = new LinkedHashMap<>();
  private final List<FileDescriptor> toGenerate = new ArrayList<>();

  private ProtoFiles() {}

  static ProtoFiles of(CodeGeneratorRequest request) throws GenerationException {
    Map<String, FileDescriptorProto> complete = new LinkedHashMap<>();
    request.getSourceFileDescriptorsList().forEach(file -> complete.put(file.getName(), file));
    var result = new ProtoFiles();
    for (FileDescriptorProto file : request.getProtoFileList()) {
      result.add(complete.getOrDefault(file.getName(), file));
    }
    for (String name : request.getFileToGenerateList()) {
      result.toGenerate.add(result.get(name, "the request"));
    }
    return result;
  }

  /** All files: those to generate and those that they import. */
  Iterable<FileDescriptor> all() {
    return files.values();
  }

  /** The files for which protoc wants code. */
  List<FileDescriptor> toGenerate() {
    return toGenerate;
  }

  private void add(FileDescriptorProto file) throws GenerationException {
    List<FileDescriptor> imports = new ArrayList<>();
    for (String dependency : file.getDependencyList()) {
      imports.add(get(dependency, file.getName()));
    }
    try {
      var resolved = FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new));
      files.put(file.getName(), resolved);
    } catch (DescriptorValidationException e) {
      throw new GenerationException(file.getName() + ": " + e.getMessage());
    }
  }

  private FileDescriptor get(String name, String wantedBy) throws GenerationException {
    FileDescriptor file = files.get(name);
    if (file == null) {
      throw new GenerationException(name + ", named by " + wantedBy + ", is not in the request");
    }
    return file;
  }
}
