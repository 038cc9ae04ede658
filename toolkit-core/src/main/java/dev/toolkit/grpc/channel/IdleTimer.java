package dev.toolkit.grpc.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a channel has had no call for a time. A call costs it no timer: the timer that runs
 * finds out when the last call ended.
 */
final class IdleTimer {

  private final ChannelCore core;
  private final long timeout;
  private final Runnable idle;
  private @Nullable Runnable timer;
  private int calls;
  private long lastEnd;

  /** A timer that calls {@code idle} after a time without a call; zero for never. */
  IdleTimer(ChannelCore core, Duration timeout, Runnable idle) {
    this.core = core;
    this.timeout = timeout.toNanos();
    this.idle = idle;
  }

  /** The channel has left IDLE, if only to connect. */
  void touch() {
    lastEnd = core.means.nanoTime().getAsLong();
    arm(timeout);
  }

  void callBegan() {
    calls++;
  }

  void callEnded() {
    if (--calls == 0) {
      touch();
    }
  }

  void stop() {
    if (timer != null) {
      timer.run();
      timer = null;
    }
  }

  private void arm(long nanos) {
    if (timer == null && timeout > 0) {
      timer = core.timers().set(Duration.ofNanos(nanos), () -> core.serial.run(this::check));
    }
  }

  private void check() {
    timer = null;
    if (calls > 0) {
      return; // armed again by the end of the last one
    }
    long left = lastEnd + timeout - core.means.nanoTime().getAsLong();
    if (left > 0) {
      arm(left);
    } else {
      idle.run();
    }
  }
}
