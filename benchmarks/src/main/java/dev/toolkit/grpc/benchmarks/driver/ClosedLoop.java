package dev.toolkit.grpc.benchmarks.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Makes calls, a fixed number of them at a time, as often as each line of the standard input says,
 * and answers each line when they have ended.
 *
 * <p>All state belongs to the executor, which must be one thread, on which the calls complete too.
 */
public final class ClosedLoop {

  /** A call that can be made again and again. */
  @FunctionalInterface
  public interface Call {

    /** Makes the call once. */
    void start(Runnable succeeded, Consumer<Throwable> failed);
  }

  private final Executor loop;
  private final Call call;
  private final int outstanding;
  private final Runnable succeeded = this::succeeded;
  private final Consumer<Throwable> failed = this::failed;
  private CompletableFuture<Void> round = CompletableFuture.completedFuture(null);
  private int toStart;
  private int running;

  private ClosedLoop(Executor loop, int outstanding, Call call) {
    this.loop = loop;
    this.outstanding = outstanding;
    this.call = call;
  }

  /** Reads the standard input to its end. */
  public static void serve(Executor loop, int outstanding, Call call) throws IOException {
    var closedLoop = new ClosedLoop(loop, outstanding, call);
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      closedLoop.run(Integer.parseInt(line.trim())).join();
      System.out.println("done");
    }
  }

  private CompletableFuture<Void> run(int calls) {
    var ended = new CompletableFuture<Void>();
    loop.execute(() -> begin(calls, ended));
    return ended;
  }

  private void begin(int calls, CompletableFuture<Void> ended) {
    round = ended;
    toStart = calls;
    for (int i = 0; i < outstanding; i++) {
      startNext();
    }
  }

  private void startNext() {
    if (toStart > 0) {
      toStart--;
      running++;
      call.start(succeeded, failed);
    }
  }

  private void succeeded() {
    running--;
    startNext();
    if (running == 0) {
      round.complete(null);
    }
  }

  private void failed(Throwable failure) {
    round.completeExceptionally(failure);
  }
}
