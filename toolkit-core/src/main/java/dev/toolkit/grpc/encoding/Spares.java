package dev.toolkit.grpc.encoding;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few objects that are costly to make, kept for the next one who needs one. Any thread may take
 * and give; nobody waits.
 */
final class Spares<T> {

  /** Event loops that use one compressor at the same moment are rarely more than this. */
  private static final int KEPT = 8;

  private final AtomicReferenceArray<@Nullable T> kept = new AtomicReferenceArray<>(KEPT);
  private final Supplier<T> factory;
  private final Consumer<T> dispose;

  Spares(Supplier<T> factory, Consumer<T> dispose) {
    this.factory = factory;
    this.dispose = dispose;
  }

  /** A spare one, or a new one. */
  T take() {
    for (int i = 0; i < KEPT; i++) {
      if (kept.getPlain(i) != null) {
        T spare = kept.getAndSet(i, null);
        if (spare != null) {
          return spare;
        }
      }
    }
    return factory.get();
  }

  /** Gives one back, ready for use; it is disposed of when there are enough. */
  void give(T spare) {
    for (int i = 0; i < KEPT; i++) {
      if (kept.getPlain(i) == null && kept.compareAndSet(i, null, spare)) {
        return;
      }
    }
    dispose.accept(spare);
  }
}
