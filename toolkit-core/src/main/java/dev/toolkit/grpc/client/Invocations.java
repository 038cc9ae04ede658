package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.GrpcStream;

/** The one place where an interceptor that throws becomes a call that fails. */
final class Invocations {

  private Invocations() {}

  static GrpcStream invoke(CallInvoker invoker, CallHead head) {
    try {
      return invoker.invoke(head);
    } catch (RuntimeException e) {
      return new EndedStream(Status.of(e));
    }
  }
}
