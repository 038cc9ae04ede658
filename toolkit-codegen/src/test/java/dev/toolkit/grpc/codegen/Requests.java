package dev.toolkit.grpc.codegen;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Requests like those of protoc, for the files in {@code src/test/protobuf}. */
final class Requests {

  private Requests() {}

  /** The request for some of the files, with a parameter. */
  static CodeGeneratorRequest of(String parameter, String... files) {
    return CodeGeneratorRequest.newBuilder()
        .setParameter(parameter)
        .addAllFileToGenerate(List.of(files))
        .addAllProtoFile(allFiles())
        .build();
  }

  /** A request for one file that imports nothing. */
  static CodeGeneratorRequest of(FileDescriptorProto file) {
    return CodeGeneratorRequest.newBuilder()
        .addFileToGenerate(file.getName())
        .addProtoFile(file)
        .build();
  }

  static FileDescriptorProto file(String name) {
    return allFiles().stream().filter(file -> file.getName().equals(name)).findAny().orElseThrow();
  }

  /** What protoc wrote at build time, in the order of imports. */
  private static List<FileDescriptorProto> allFiles() {
    try (InputStream in = Requests.class.getResourceAsStream("/protos.binpb")) {
      return FileDescriptorSet.parseFrom(in, ProtocPlugin.extensions()).getFileList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
