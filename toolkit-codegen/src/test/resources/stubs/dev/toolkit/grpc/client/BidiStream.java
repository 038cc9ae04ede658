package dev.toolkit.grpc.client;

import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

public interface BidiStream<Q, R> extends WriteStream<Q> {
  ReadStream<R> responses();
}
