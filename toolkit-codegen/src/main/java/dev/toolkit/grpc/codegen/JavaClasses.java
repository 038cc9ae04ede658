package dev.toolkit.grpc.codegen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.GeneratorNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The top-level classes that are known: those of protoc, and ours. No two may have one name. */
final class JavaClasses {

  /** What each class is made of, by its full name. */
  private final Map<String, String> origins = new HashMap<>();

  private final Map<String, Set<String>> byPackage = new HashMap<>();

  /** Adds the classes that protoc makes of a file. */
  void add(FileDescriptor file) {
    String packageName = GeneratorNames.getFileJavaPackage(file);
    String fileClass = GeneratorNames.getFileClassName(file);
    add(packageName, fileClass, "the file " + file.getName());
    for (Descriptor message : file.getMessageTypes()) {
      if (!GeneratorNames.getNestInFileClass(message)) {
        add(packageName, message.getName(), "the message " + message.getFullName());
        add(packageName, message.getName() + "OrBuilder", "the message " + message.getFullName());
      }
    }
    for (EnumDescriptor type : file.getEnumTypes()) {
      if (!GeneratorNames.getNestInFileClass(type)) {
        add(packageName, type.getName(), "the enum " + type.getFullName());
      }
    }
    if (file.getOptions().getJavaGenericServices() && file.getOptions().getJavaMultipleFiles()) {
      for (ServiceDescriptor service : file.getServices()) {
        add(packageName, service.getName(), "option java_generic_services");
      }
    }
  }

  /** Adds the classes that we make of a service. */
  void add(Service service) throws GenerationException {
    for (JavaType type : service.classes()) {
      String origin = "the service " + service.fullName();
      String other = origins.get(type.qualifiedName());
      if (other != null) {
        throw new GenerationException(
            "%s: class %s of %s is also made from %s; the option class_prefix or package_suffix"
                    .formatted(service.fileName(), type.qualifiedName(), origin, other)
                + " keeps them apart");
      }
      add(type.packageName(), type.name(), origin);
    }
  }

  /** The short names of the classes in a package. */
  Set<String> in(String packageName) {
    return byPackage.getOrDefault(packageName, Set.of());
  }

  private void add(String packageName, String name, String origin) {
    origins.putIfAbsent(JavaType.join(packageName, name), origin);
    byPackage.computeIfAbsent(packageName, p -> new HashSet<>()).add(name);
  }
}
