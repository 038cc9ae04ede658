package dev.toolkit.grpc.interop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the same call many times in some loops side by side, and counts those that fail or are too
 * slow. It belongs to the context on which it is started.
 */
final class Soak {

  private final TestRun run;
  private final Supplier<Future<Void>> call;
  private final int maxLatency;
  private final int pause;
  private final List<Long> latencies = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int left;

  Soak(TestRun run, Supplier<Future<Void>> call) {
    this.run = run;
    this.call = call;
    this.maxLatency = run.flags().number("soak_per_iteration_max_acceptable_latency_ms");
    this.pause = run.flags().number("soak_min_time_ms_between_rpcs");
    this.left = run.flags().number("soak_iterations");
  }

  /** Makes the calls; fails when too many of them failed, or not all were made in time. */
  Future<Void> start() {
    int iterations = left;
    int seconds = run.flags().number("soak_overall_timeout_seconds");
    Timer timeout = run.vertx().timer(Math.max(1, seconds), TimeUnit.SECONDS);
    var loops = new ArrayList<Future<Void>>();
    for (int i = 0; i < Math.max(1, run.flags().number("soak_num_threads")); i++) {
      Promise<Void> loop = Promise.promise();
      loops.add(loop.future());
      next(loop);
    }
    return Future.any(Future.all(loops), timeout)
        .compose(done -> conclude(iterations, seconds))
        .onComplete(done -> timeout.cancel());
  }

  private void next(Promise<Void> loop) {
    if (left == 0) {
      loop.complete();
      return;
    }
    left--;
    long begin = System.nanoTime();
    var spaced = Delays.after(run.vertx(), pause);
    call.get()
        .onComplete(
            (done, failure) -> {
              count(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), failure);
              spaced.onComplete(v -> next(loop));
            });
  }

  private void count(long latency, @Nullable Throwable failure) {
    latencies.add(latency);
    if (failure != null) {
      failures.add(failure.getMessage());
    } else if (latency > maxLatency) {
      failures.add("a call took " + latency + " ms, the limit is " + maxLatency + " ms");
    }
  }

  private Future<Void> conclude(int iterations, int seconds) {
    latencies.sort(null);
    System.out.println(
        "%d calls, %d failed, median %d ms, slowest %d ms"
            .formatted(latencies.size(), failures.size(), latencyAt(0.5), latencyAt(1)));
    failures.forEach(System.err::println);
    if (latencies.size() < iterations) {
      throw new CaseFailedException(
          latencies.size() + " of " + iterations + " calls were made in " + seconds + " s");
    }
    int allowed = run.flags().number("soak_max_failures");
    if (failures.size() > allowed) {
      throw new CaseFailedException(failures.size() + " calls failed, " + allowed + " may");
    }
    return Future.succeededFuture();
  }

  private long latencyAt(double share) {
    return latencies.isEmpty() ? 0 : latencies.get((int) ((latencies.size() - 1) * share));
  }
}
