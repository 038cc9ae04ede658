package dev.toolkit.grpc.codegen;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The program that protoc starts: a {@code CodeGeneratorRequest} on standard input, a {@code
 * CodeGeneratorResponse} on standard output. See plugin.proto of protobuf.
 */
public final class ProtocPlugin {

  private ProtocPlugin() {}

  /** Serves one request; exits with 1 if what it reads is none. */
  public static void main(String[] args) throws IOException {
    try {
      run(System.in, System.out);
    } catch (InvalidProtocolBufferException e) {
      System.err.println(
          "protoc-gen-vertx-toolkit: standard input holds no CodeGeneratorRequest ("
              + e.getMessage()
              + "); the program is started by protoc or buf");
      System.exit(1);
    }
  }

  static void run(InputStream in, OutputStream out) throws IOException {
    var request = CodeGeneratorRequest.parseFrom(in, extensions());
    Generator.respond(request).writeTo(out);
    out.flush();
  }

  /**
   * The extensions that the plugin understands: the features that change names in Java. The
   * initializers of the two classes of protobuf need each other, and only this order works.
   */
  static ExtensionRegistry extensions() {
    DescriptorProtos.getDescriptor();
    var registry = ExtensionRegistry.newInstance();
    JavaFeaturesProto.registerAllExtensions(registry);
    return registry;
  }
}
