package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the steps of a channel's resolver, balancer and subchannels on the channel's context, one
 * after the other: a step that another one causes runs when this has ended, before anything else.
 */
final class Serial {

  private final ContextInternal context;
  private final Consumer<Throwable> failed;
  private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
  private boolean running;

  /** Steps on a context, where also is told what they throw. */
  Serial(ContextInternal context, Consumer<Throwable> failed) {
    this.context = context;
    this.failed = failed;
  }

  /** Runs a step now, or after the step that is running. Called on the channel's event loop. */
  void run(Runnable step) {
    steps.add(step);
    if (!running) {
      context.dispatch(this::drain);
    }
  }

  /** Runs a step at once, even within another one, for the sake of what it returns. */
  Status call(Supplier<Status> step) {
    if (running) {
      return callSafely(step);
    }
    var result = new Status[1];
    run(() -> result[0] = callSafely(step));
    return result[0];
  }

  private Status callSafely(Supplier<Status> step) {
    try {
      return step.get();
    } catch (RuntimeException | Error e) {
      failed.accept(e);
      return Status.of(e);
    }
  }

  private void drain() {
    running = true;
    try {
      Runnable step;
      while ((step = steps.poll()) != null) {
        runSafely(step);
      }
    } finally {
      running = false;
    }
  }

  private void runSafely(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }
}
