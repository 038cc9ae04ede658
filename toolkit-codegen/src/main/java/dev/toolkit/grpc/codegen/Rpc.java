package dev.toolkit.grpc.codegen;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;

/**
 * An rpc as the generated code sees it.
 *
 * @param name the name in the {@code .proto} file
 * @param javaName the name of its Java method
 * @param constant the name of its descriptor
 * @param kind how many messages flow each way
 * @param request the class of the requests
 * @param response the class of the responses
 * @param idempotency the constant of {@code Idempotency}, or empty if nothing is known
 * @param comment the comment of the {@code .proto} file, or empty
 * @param deprecated whether the {@code .proto} file says so
 * @param touchesDeprecated whether it or one of its messages is deprecated
 */
record Rpc(
    String name,
    String javaName,
    String constant,
    RpcKind kind,
    JavaType request,
    JavaType response,
    String idempotency,
    String comment,
    boolean deprecated,
    boolean touchesDeprecated) {

  static Rpc of(MethodDescriptor method, Comments comments) {
    String name = method.getName();
    boolean deprecated = method.getOptions().getDeprecated();
    return new Rpc(
        name,
        JavaNames.method(name),
        JavaNames.constant(name),
        RpcKind.of(method),
        JavaType.of(method.getInputType()),
        JavaType.of(method.getOutputType()),
        idempotency(method.getOptions().getIdempotencyLevel()),
        comments.of(method),
        deprecated,
        deprecated || isDeprecated(method.getInputType()) || isDeprecated(method.getOutputType()));
  }

  private static String idempotency(IdempotencyLevel level) {
    return level == IdempotencyLevel.IDEMPOTENCY_UNKNOWN ? "" : level.name();
  }

  private static boolean isDeprecated(Descriptor message) {
    for (Descriptor type = message; type != null; type = type.getContainingType()) {
      if (type.getOptions().getDeprecated()) {
        return true;
      }
    }
    return message.getFile().getOptions().getDeprecated();
  }
}
