package dev.toolkit.grpc.benchmarks.load;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * An open loop: calls begin when they are due, whatever became of those before, so that a stall
 * costs as many calls as it would cost users.
 *
 * <p>Runs on one context. {@link #tick} is to be called every few milliseconds.
 */
final class LoadClient {

  /** How often a line is written, in nanoseconds. */
  static final long INTERVAL = 100_000_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private final LoadOptions options;
  private final LongSupplier nanoClock;
  private final Supplier<Future<Answer>> calls;
  private final Consumer<JsonObject> lines;
  private final long start;
  private final Promise<Void> ended = Promise.promise();
  private Interval interval = new Interval();
  private long nextLine = INTERVAL;
  private long begun;
  private int outstanding;

  /**
   * A loop that begins now.
   *
   * @param options rate, length and bound
   * @param nanoClock the time in nanoseconds
   * @param calls makes a call; its result never fails
   * @param lines takes a line each 100 ms
   */
  LoadClient(
      LoadOptions options,
      LongSupplier nanoClock,
      Supplier<Future<Answer>> calls,
      Consumer<JsonObject> lines) {
    this.options = options;
    this.nanoClock = nanoClock;
    this.calls = calls;
    this.lines = lines;
    this.start = nanoClock.getAsLong();
  }

  /**
   * How a call ended.
   *
   * @param status how
   * @param endpoint the address that answered
   */
  record Answer(Status status, String endpoint) {}

  /** Completes when the time is over and all calls have ended. */
  Future<Void> ended() {
    return ended.future();
  }

  /** Begins the calls that are due, and writes the lines that are. */
  void tick() {
    if (ended.future().isComplete()) {
      return;
    }
    long now = nanoClock.getAsLong() - start;
    long due = Math.min(now, options.length().toNanos());
    long calledThen = (long) (due / NANOS_PER_SECOND * options.rate());
    while (begun < calledThen) {
      begun++;
      begin();
    }
    while (now >= nextLine) {
      lines.accept(interval.line(nextLine));
      interval = new Interval();
      nextLine += INTERVAL;
    }
    if (now >= options.length().toNanos() && outstanding == 0) {
      lines.accept(interval.line(nextLine));
      ended.complete();
    }
  }

  private void begin() {
    if (outstanding >= options.maxOutstanding()) {
      interval.failed(Code.RESOURCE_EXHAUSTED, 0);
      return;
    }
    outstanding++;
    long from = nanoClock.getAsLong();
    calls.get().onSuccess(answer -> took(answer, nanoClock.getAsLong() - from));
  }

  private void took(Answer answer, long nanos) {
    outstanding--;
    if (answer.status().isOk()) {
      interval.succeeded(answer.endpoint(), nanos);
    } else {
      interval.failed(answer.status().code(), nanos);
    }
  }
}
