package dev.toolkit.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A service: its full name, its methods, and the file that describes it.
 *
 * @param name the full name, such as {@code helloworld.Greeter}
 * @param methods the methods, in the order of the {@code .proto} file
 * @param file gives the file that describes the service; asked only by those who reflect
 */
public record ServiceDescriptor(
    String name, List<MethodDescriptor<?, ?>> methods, Supplier<FileDescriptor> file) {

  /** Checks and copies the components. */
  public ServiceDescriptor {
    Objects.requireNonNull(file, "file");
    methods = List.copyOf(methods);
    for (MethodDescriptor<?, ?> method : methods) {
      if (!method.serviceName().equals(name)) {
        throw new IllegalArgumentException("method " + method + " is not of the service " + name);
      }
    }
  }

  /** A service with the given methods. */
  public static ServiceDescriptor of(
      String name, Supplier<FileDescriptor> file, MethodDescriptor<?, ?>... methods) {
    return new ServiceDescriptor(name, List.of(methods), file);
  }
}
