package dev.toolkit.grpc.benchmarks.driver;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Many calls of one sort, a fixed number of them at a time, in tenths after each of which the
 * memory is read.
 */
public final class Phase {

  private static final int TENTHS = 10;
  private static final double MAX_GROWTH = 1.05;

  private final String name;
  private final int total;
  private final int outstanding;
  private final ProcessMemory memory;
  private final Supplier<Future<Void>> call;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long[] client = new long[TENTHS + 1];
  private final long[] server = new long[TENTHS + 1];
  private int started;
  private int done;
  private int failed;

  /** A phase that has not begun. */
  public Phase(
      String name, int total, int outstanding, ProcessMemory memory, Supplier<Future<Void>> call) {
    this.name = name;
    this.total = total;
    this.outstanding = outstanding;
    this.memory = memory;
    this.call = call;
  }

  /** Makes the calls on a context, prints how it went, and tells whether it went well. */
  public boolean run(Context context) throws InterruptedException {
    context.runOnContext(v -> begin());
    ended.await();
    boolean grew =
        client[TENTHS] > client[1] * MAX_GROWTH || server[TENTHS] > server[1] * MAX_GROWTH;
    for (int i = 1; i <= TENTHS; i++) {
      System.out.printf(
          "%-8s tenth %2d  client %7d KiB  server %7d KiB%n", name, i, client[i], server[i]);
    }
    System.out.printf(
        "%s: %d made, %d lost; memory of the last tenth to the first: client %.3f, server %.3f%n",
        name,
        done,
        failed,
        (double) client[TENTHS] / client[1],
        (double) server[TENTHS] / server[1]);
    return failed == 0 && !grew;
  }

  private void begin() {
    for (int i = 0; i < outstanding; i++) {
      startNext();
    }
  }

  private void startNext() {
    if (started < total) {
      started++;
      call.get().onComplete(this::ended);
    }
  }

  private void ended(AsyncResult<Void> result) {
    if (result.failed() && failed++ == 0) {
      System.out.println(name + ": first failure " + result.cause());
    }
    done++;
    if (done % (total / TENTHS) == 0) {
      int tenth = done / (total / TENTHS);
      client[tenth] = memory.client();
      server[tenth] = memory.server();
    }
    if (done == total) {
      ended.countDown();
    } else {
      startNext();
    }
  }
}
