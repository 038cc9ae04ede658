package dev.toolkit.grpc.codegen;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments of a file, found by the path of what they stand at; empty where there is none. */
final class Comments {

  private final Map<List<Integer>, String> byPath = new HashMap<>();

  Comments(FileDescriptor file) {
    for (Location location : file.toProto().getSourceCodeInfo().getLocationList()) {
      String leading = location.getLeadingComments();
      byPath.put(
          location.getPathList(), leading.isBlank() ? location.getTrailingComments() : leading);
    }
  }

  String of(ServiceDescriptor service) {
    return at(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex());
  }

  String of(MethodDescriptor method) {
    return at(
        FileDescriptorProto.SERVICE_FIELD_NUMBER,
        method.getService().getIndex(),
        ServiceDescriptorProto.METHOD_FIELD_NUMBER,
        method.getIndex());
  }

  private String at(Integer... path) {
    return byPath.getOrDefault(List.of(path), "");
  }
}
