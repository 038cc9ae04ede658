package dev.toolkit.grpc.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Timers and a clock that a test turns. */
public final class FakeTimers implements Timers {

  private record Timer(long at, Runnable task) {}

  private final List<Timer> timers = new ArrayList<>();
  private long now;

  @Override
  public Runnable set(Duration delay, Runnable task) {
    var timer = new Timer(now + delay.toNanos(), task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** The time of the clock. */
  public long nanoTime() {
    return now;
  }

  /** How many timers are set. */
  public int pending() {
    return timers.size();
  }

  /** Lets time pass, with the timers late. */
  public void skip(Duration time) {
    now += time.toNanos();
  }

  /** Lets time pass until the next timer, and runs it. */
  public void advanceToNext() {
    long next = timers.stream().mapToLong(Timer::at).min().orElseThrow();
    advance(Duration.ofNanos(next - now));
  }

  /** Lets time pass, and runs what is due in order. */
  public void advance(Duration time) {
    long end = now + time.toNanos();
    while (true) {
      var next =
          timers.stream().filter(t -> t.at() <= end).min(Comparator.comparingLong(Timer::at));
      if (next.isEmpty()) {
        break;
      }
      timers.remove(next.get());
      now = next.get().at();
      next.get().task().run();
    }
    now = end;
  }
}
