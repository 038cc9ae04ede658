package dev.toolkit.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import java.util.function.Supplier;

public record ServiceDescriptor(String name, List<MethodDescriptor<?, ?>> methods) {
  public static ServiceDescriptor of(
      String name, Supplier<FileDescriptor> file, MethodDescriptor<?, ?>... methods) {
    return new ServiceDescriptor(name, List.of(methods));
  }
}
