package dev.toolkit.grpc.benchmarks.scale;

import io.vertx.core.Context;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How long an event loop works without a look at what else there is to do, in CPU time: that does
 * not grow when the machine is shared.
 */
final class Stretches {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double NANOS_PER_MILLI = 1e6;

  private final Context loop;
  private long last;
  private long longest;
  private boolean ended;

  Stretches(Context loop) {
    this.loop = loop;
  }

  /** Begins; runs on the loop. */
  void begin() {
    last = THREADS.getCurrentThreadCpuTime();
    loop.runOnContext(v -> look());
  }

  /** Ends; runs on the loop. */
  void end() {
    look();
    ended = true;
  }

  double longestMillis() {
    return longest / NANOS_PER_MILLI;
  }

  private void look() {
    if (ended) {
      return;
    }
    long now = THREADS.getCurrentThreadCpuTime();
    longest = Math.max(longest, now - last);
    last = now;
    loop.runOnContext(v -> look());
  }
}
