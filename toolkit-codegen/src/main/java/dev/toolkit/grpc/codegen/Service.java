package dev.toolkit.grpc.codegen;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.GeneratorNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A service as the generated code sees it.
 *
 * @param fileName the {@code .proto} file
 * @param fullName the name on the wire
 * @param packageName the Java package of the generated classes
 * @param baseName what the names of the generated classes begin with
 * @param fileClass the class that protoc made of the file
 * @param rpcs its methods, in the order of the file
 * @param comment the comment of the {@code .proto} file, or empty
 * @param deprecated whether the {@code .proto} file says so
 */
record Service(
    String fileName,
    String fullName,
    String packageName,
    String baseName,
    JavaType fileClass,
    List<Rpc> rpcs,
    String comment,
    boolean deprecated) {

  private static final String SERVICE = "Service";

  static Service of(ServiceDescriptor service, Comments comments, PluginOptions options)
      throws GenerationException {
    FileDescriptor file = service.getFile();
    String messages = GeneratorNames.getFileJavaPackage(file);
    if (messages.isEmpty() && !options.packageSuffix().isEmpty()) {
      throw new GenerationException(
          file.getName()
              + ": option package_suffix needs a package, since Java can't import messages from"
              + " the unnamed one");
    }
    var result =
        new Service(
            file.getName(),
            service.getFullName(),
            JavaType.join(messages, options.packageSuffix()),
            options.classPrefix() + service.getName(),
            JavaType.of(messages, GeneratorNames.getFileClassName(file)),
            service.getMethods().stream().map(method -> Rpc.of(method, comments)).toList(),
            comments.of(service),
            service.getOptions().getDeprecated() || file.getOptions().getDeprecated());
    result.checkNames();
    return result;
  }

  /** What a server implements. A service that is called one already keeps its name. */
  JavaType contract() {
    boolean suffixed = baseName.endsWith(SERVICE) && !baseName.equals(SERVICE);
    return JavaType.of(packageName, suffixed ? baseName : baseName + SERVICE);
  }

  JavaType client() {
    return JavaType.of(packageName, baseName + "Client");
  }

  JavaType clientImpl() {
    return JavaType.of(packageName, baseName + "ClientImpl");
  }

  JavaType descriptors() {
    return JavaType.of(packageName, baseName + "Grpc");
  }

  /** The generated classes. */
  List<JavaType> classes() {
    return List.of(contract(), client(), clientImpl(), descriptors());
  }

  /** Whether compiling the generated code would warn of what the user's file deprecates. */
  boolean touchesDeprecated() {
    return deprecated || rpcs.stream().anyMatch(Rpc::touchesDeprecated);
  }

  private void checkNames() throws GenerationException {
    Map<String, Rpc> methods = new HashMap<>();
    Map<String, Rpc> constants = new HashMap<>();
    for (Rpc rpc : rpcs) {
      checkFree(methods.put(rpc.javaName(), rpc), rpc, "method " + rpc.javaName());
      checkFree(constants.put(rpc.constant(), rpc), rpc, "constant " + rpc.constant());
    }
  }

  private void checkFree(Rpc other, Rpc rpc, String java) throws GenerationException {
    if (other != null) {
      throw new GenerationException(
          "%s: service %s: rpcs %s and %s would both be the Java %s; rename one of them"
              .formatted(fileName, fullName, other.name(), rpc.name(), java));
    }
  }
}
