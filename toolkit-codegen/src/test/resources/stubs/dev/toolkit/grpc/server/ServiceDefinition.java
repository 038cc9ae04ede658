package dev.toolkit.grpc.server;

import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.ServiceDescriptor;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.function.BiFunction;
import java.util.function.Function;

public final class ServiceDefinition {
  public static <T> Future<T> unimplemented(MethodDescriptor<?, ?> method) {
    return Future.failedFuture(method.name());
  }

  public static Builder builder(ServiceDescriptor service) {
    return new Builder();
  }

  public static final class Builder {
    public <Q, R> Builder unary(MethodDescriptor<Q, R> method, Function<Q, Future<R>> handler) {
      return this;
    }

    public <Q, R> Builder clientStreaming(
        MethodDescriptor<Q, R> method, Function<ReadStream<Q>, Future<R>> handler) {
      return this;
    }

    public <Q, R> Builder serverStreaming(
        MethodDescriptor<Q, R> method, BiFunction<Q, WriteStream<R>, Future<Void>> handler) {
      return this;
    }

    public <Q, R> Builder bidiStreaming(
        MethodDescriptor<Q, R> method,
        BiFunction<ReadStream<Q>, WriteStream<R>, Future<Void>> handler) {
      return this;
    }

    public ServiceDefinition build() {
      return new ServiceDefinition();
    }
  }
}
