package dev.toolkit.grpc.client;

import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.call.CallOptions;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;

public interface GrpcClient {
  CallOptions callOptions();

  <Q, R> Future<R> unary(MethodDescriptor<Q, R> method, Q request, CallOptions options);

  <Q, R> Future<ReadStream<R>> serverStreaming(
      MethodDescriptor<Q, R> method, Q request, CallOptions options);

  <Q, R> RequestStream<Q, R> clientStreaming(MethodDescriptor<Q, R> method, CallOptions options);

  <Q, R> Future<R> clientStreaming(
      MethodDescriptor<Q, R> method, ReadStream<Q> requests, CallOptions options);

  <Q, R> BidiStream<Q, R> bidiStreaming(MethodDescriptor<Q, R> method, CallOptions options);

  <Q, R> Future<ReadStream<R>> bidiStreaming(
      MethodDescriptor<Q, R> method, ReadStream<Q> requests, CallOptions options);
}
