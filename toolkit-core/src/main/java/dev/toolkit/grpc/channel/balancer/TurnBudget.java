package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerHelper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Does something for many, but not for all in one turn of the event loop: for at most {@value
 * #LIMIT}, and for at most 5 ms, then the others wait for the next turn. The order is kept.
 *
 * @param <T> those for whom it is done
 */
final class TurnBudget<T> {

  /** For how many it is done in one turn. */
  static final int LIMIT = 32;

  private static final long LIMIT_NANOS = 5_000_000;
  private static final Runnable NO_TIMER = () -> {};

  private final BalancerHelper helper;
  private final Consumer<T> action;
  private final Runnable onTurn;
  private final Queue<T> waiting = new ArrayDeque<>();
  private Runnable timer = NO_TIMER;
  private int used;
  private long since;

  /**
   * A budget.
   *
   * @param helper says the time and sets timers
   * @param action what is done
   * @param onTurn called when a turn's part of those that waited was done
   */
  TurnBudget(BalancerHelper helper, Consumer<T> action, Runnable onTurn) {
    this.helper = helper;
    this.action = action;
    this.onTurn = onTurn;
  }

  /** Does it for one more, now or in a later turn. */
  void add(T item) {
    waiting.add(item);
    if (used == 0) {
      begin();
    }
    spend();
  }

  /** Forgets those that wait. */
  void close() {
    waiting.clear();
    timer.run();
    timer = NO_TIMER;
  }

  private void begin() {
    since = helper.nanoTime();
    timer = helper.timers().set(Duration.ZERO, this::turn);
  }

  private void turn() {
    used = 0;
    timer = NO_TIMER;
    if (!waiting.isEmpty()) {
      begin();
      spend();
      onTurn.run();
    }
  }

  private void spend() {
    while (!waiting.isEmpty() && used < LIMIT && helper.nanoTime() - since < LIMIT_NANOS) {
      used++;
      action.accept(waiting.remove());
    }
  }
}
