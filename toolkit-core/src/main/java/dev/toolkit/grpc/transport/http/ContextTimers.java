package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Timers;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;

/**
 * Timers of one context, wherever on its event loop they are set: Netty's callbacks run on none.
 *
 * @param context where the tasks run
 */
record ContextTimers(ContextInternal context) implements Timers {

  private static final long ALMOST_A_MILLI = 999_999;

  @Override
  public Runnable set(Duration delay, Runnable task) {
    long millis = Math.max(1, delay.plusNanos(ALMOST_A_MILLI).toMillis());
    long id = context.setTimer(millis, fired -> task.run());
    return () -> context.owner().cancelTimer(id);
  }
}
