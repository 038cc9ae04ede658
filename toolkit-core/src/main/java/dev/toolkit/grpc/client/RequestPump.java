package dev.toolkit.grpc.client;

import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of a call from a stream.
 *
 * <p>It asks for {@value #AHEAD} messages, and in a later task for as many as it has taken, never
 * while the source hands one over: vertx-rx's {@code Flowable}s miss what they are asked for then,
 * and stand still. It belongs to the call's context; what the source says elsewhere hops there, in
 * order.
 */
final class RequestPump<Q> {

  private static final int AHEAD = 16;

  private final ContextInternal context;
  private final ReadStream<Q> source;
  private final ClientCall<Q, ?> call;
  private final AtomicInteger hopping = new AtomicInteger();
  private int taken;
  private boolean asking;
  private boolean over;

  RequestPump(ContextInternal context, ReadStream<Q> source, ClientCall<Q, ?> call) {
    this.context = context;
    this.source = source;
    this.call = call;
  }

  /** Begins; called once, by any thread. */
  void start() {
    source.pause();
    inOrder(this::read);
  }

  private void read() {
    call.requests().drainHandler(v -> askLater());
    source.exceptionHandler(failure -> inOrder(() -> failed(failure)));
    source.endHandler(v -> inOrder(this::end));
    source.handler(request -> inOrder(() -> take(request)));
    source.fetch(AHEAD);
  }

  private void take(Q request) {
    if (over) {
      return;
    }
    taken++;
    call.requests().write(request).onFailure(this::stop);
    askLater();
  }

  private void askLater() {
    if (!asking) {
      asking = true;
      context.runOnContext(v -> ask());
    }
  }

  private void ask() {
    asking = false;
    if (!over && taken > 0 && !call.requests().writeQueueFull()) {
      int count = taken;
      taken = 0;
      source.fetch(count);
    }
  }

  private void end() {
    over = true;
    call.requests().end().onFailure(this::stop);
  }

  private void failed(@Nullable Throwable failure) {
    over = true;
    call.cancel("the requests failed: " + (failure == null ? null : failure.getMessage()));
  }

  /** Lets go of the source, because the call is over. */
  private void stop(Throwable callFailure) {
    over = true;
    source.exceptionHandler(null);
    source.endHandler(null);
    source.handler(null);
    source.resume();
  }

  /** Runs a task on the context, behind those that are on their way there. */
  private void inOrder(Runnable task) {
    if (context.inThread() && hopping.get() == 0) {
      task.run();
    } else {
      hopping.incrementAndGet();
      context.runOnContext(v -> arrived(task));
    }
  }

  private void arrived(Runnable task) {
    hopping.decrementAndGet();
    task.run();
  }
}
