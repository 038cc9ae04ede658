package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Logs what is no status, at most once a second, so that a peer that provokes failures can't fill
 * the log. Safe for use by any thread.
 */
final class StandardExceptionMapper implements ExceptionMapper {

  private static final long PAUSE_NANOS = 1_000_000_000;

  private final LongSupplier nanoClock;
  private final BiConsumer<String, Throwable> log;
  private final AtomicLong nextLog;
  private final AtomicLong unlogged = new AtomicLong();

  StandardExceptionMapper() {
    this(System::nanoTime, StandardExceptionMapper::logError);
  }

  StandardExceptionMapper(LongSupplier nanoClock, BiConsumer<String, Throwable> log) {
    this.nanoClock = nanoClock;
    this.log = log;
    this.nextLog = new AtomicLong(nanoClock.getAsLong());
  }

  @Override
  public StatusException map(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StatusException e) {
        return e;
      }
    }
    logSometimes(failure);
    return new StatusException(Status.of(failure), Metadata.EMPTY);
  }

  private void logSometimes(Throwable failure) {
    long now = nanoClock.getAsLong();
    long next = nextLog.get();
    if (now - next < 0 || !nextLog.compareAndSet(next, now + PAUSE_NANOS)) {
      unlogged.incrementAndGet();
      return;
    }
    long missed = unlogged.getAndSet(0);
    String others = missed == 0 ? "" : "; " + missed + " more such failures were not logged";
    log.accept("a call failed by an exception that is no status" + others, failure);
  }

  private static void logError(String message, Throwable failure) {
    System.getLogger(ExceptionMapper.class.getName())
        .log(System.Logger.Level.ERROR, message, failure);
  }
}
