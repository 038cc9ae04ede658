package dev.toolkit.grpc.codegen;

import com.google.protobuf.Descriptors.MethodDescriptor;

/** How many messages flow each way in an rpc. */
enum RpcKind {
  UNARY("unary"),
  CLIENT_STREAMING("clientStreaming"),
  SERVER_STREAMING("serverStreaming"),
  BIDI_STREAMING("bidiStreaming");

  private final String method;

  RpcKind(String method) {
    this.method = method;
  }

  static RpcKind of(MethodDescriptor method) {
    if (method.isClientStreaming()) {
      return method.isServerStreaming() ? BIDI_STREAMING : CLIENT_STREAMING;
    }
    return method.isServerStreaming() ? SERVER_STREAMING : UNARY;
  }

  /** The method of the toolkit's classes that stands for the kind, {@code unary} and so on. */
  String method() {
    return method;
  }
}
