package dev.toolkit.grpc;

public record MethodDescriptor<Q, R>(String name) {
  public static <Q, R> MethodDescriptor<Q, R> unary(
      String service, String method, MessageType<Q> requests, MessageType<R> responses) {
    return new MethodDescriptor<>(method);
  }

  public static <Q, R> MethodDescriptor<Q, R> clientStreaming(
      String service, String method, MessageType<Q> requests, MessageType<R> responses) {
    return new MethodDescriptor<>(method);
  }

  public static <Q, R> MethodDescriptor<Q, R> serverStreaming(
      String service, String method, MessageType<Q> requests, MessageType<R> responses) {
    return new MethodDescriptor<>(method);
  }

  public static <Q, R> MethodDescriptor<Q, R> bidiStreaming(
      String service, String method, MessageType<Q> requests, MessageType<R> responses) {
    return new MethodDescriptor<>(method);
  }

  public MethodDescriptor<Q, R> withIdempotency(Idempotency idempotency) {
    return this;
  }
}
