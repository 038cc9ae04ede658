package dev.toolkit.grpc.benchmarks.peers;

import dev.toolkit.grpc.benchmarks.helloworld.HelloReply;
import dev.toolkit.grpc.benchmarks.helloworld.HelloRequest;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;

/** The methods of {@code helloworld.Greeter}. */
final class GreeterMethods {

  static final String SERVICE = "helloworld.Greeter";
  static final MethodDescriptor<HelloRequest, HelloReply> SAY_HELLO =
      method(MethodDescriptor.MethodType.UNARY, "SayHello");
  static final MethodDescriptor<HelloRequest, HelloReply> LOTS_OF_REPLIES =
      method(MethodDescriptor.MethodType.SERVER_STREAMING, "LotsOfReplies");

  private GreeterMethods() {}

  private static MethodDescriptor<HelloRequest, HelloReply> method(
      MethodDescriptor.MethodType type, String name) {
    return MethodDescriptor.<HelloRequest, HelloReply>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(ProtoUtils.marshaller(HelloRequest.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(HelloReply.getDefaultInstance()))
        .build();
  }
}
