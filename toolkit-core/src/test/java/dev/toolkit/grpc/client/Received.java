package dev.toolkit.grpc.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The responses of a call as a test takes them, one after the other. */
public final class Received<R> {

  private final LinkedBlockingQueue<R> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  public Received(ReadStream<R> stream) {
    stream.exceptionHandler(failure::complete);
    stream.endHandler(
        v -> failure.completeExceptionally(new AssertionError("the call ended with OK")));
    stream.handler(messages::add);
    stream.resume();
  }

  public R next() throws InterruptedException {
    R message = messages.poll(20, TimeUnit.SECONDS);
    assertNotNull(message, "a further response");
    return message;
  }

  public StatusException failure() {
    return (StatusException) Recorder.await(failure);
  }

  public int waiting() {
    return messages.size();
  }
}
