package dev.toolkit.grpc.client;

import io.vertx.core.Future;
import io.vertx.core.streams.WriteStream;

public interface RequestStream<Q, R> extends WriteStream<Q> {
  Future<R> response();
}
