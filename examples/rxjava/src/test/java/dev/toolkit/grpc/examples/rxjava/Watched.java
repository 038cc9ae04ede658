package dev.toolkit.grpc.examples.rxjava;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.examples.numbers.Number;
import dev.toolkit.grpc.examples.numbers.NumbersService;
import dev.toolkit.grpc.server.ServerCall;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Arithmetic whose responses are counted and whose cancellation is seen. */
final class Watched implements NumbersService {

  final AtomicLong written = new AtomicLong();
  final AtomicLong full = new AtomicLong();
  final CompletableFuture<Status> cancelled = new CompletableFuture<>();
  private final NumbersService service = new Arithmetic();

  @Override
  public Future<Number> square(Number request) {
    return service.square(request);
  }

  @Override
  public Future<Void> count(Number request, WriteStream<Number> responses) {
    return service.count(request, watched(responses));
  }

  @Override
  public Future<Number> sum(ReadStream<Number> requests) {
    return service.sum(requests);
  }

  @Override
  public Future<Void> runningSum(ReadStream<Number> requests, WriteStream<Number> responses) {
    return service.runningSum(requests, watched(responses));
  }

  private WriteStream<Number> watched(WriteStream<Number> responses) {
    ServerCall.current().onCancel(cancelled::complete);
    return new WatchedStream<>(responses, written, full);
  }
}
