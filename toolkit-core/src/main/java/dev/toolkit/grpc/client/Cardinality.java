package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;

/**
 * What a call fails with when its peer answers with another number of messages than the method
 * says. See the gRPC documentation, "Status codes", which makes it UNIMPLEMENTED.
 */
final class Cardinality {

  private Cardinality() {}

  static Status none(MethodDescriptor<?, ?> method) {
    return Status.of(Code.UNIMPLEMENTED, method + " ended OK without a response, one was expected");
  }

  static Status tooMany(MethodDescriptor<?, ?> method) {
    return Status.of(
        Code.UNIMPLEMENTED, method + " answered with a second response, one was expected");
  }
}
