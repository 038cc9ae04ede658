package dev.toolkit.grpc.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.config.AttemptPolicy;
import dev.toolkit.grpc.config.HedgingPolicy;
import dev.toolkit.grpc.config.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever happens to the attempts, each gets the frames from the first on, in order, once. */
class ReplayTest {

  private static final int RUNS = 2000;
  private static final Set<Code> CODES = Set.of(Code.UNAVAILABLE);

  @Test
  void retriesKeepTheOrder() {
    var wait = Duration.ofMillis(3);
    runAll(new RetryPolicy(5, wait, wait, 1, CODES));
  }

  @Test
  void hedgesKeepTheOrder() {
    runAll(new HedgingPolicy(5, Duration.ofMillis(3), CODES));
  }

  @Test
  void hedgesWithoutADelayKeepTheOrder() {
    runAll(new HedgingPolicy(5, Duration.ZERO, CODES));
  }

  private static void runAll(AttemptPolicy policy) {
    int retried = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      retried += new Run(policy, seed).run();
    }
    assertTrue(retried > RUNS / 2, "only " + retried + " attempts were second ones");
  }

  /** One call of whose attempts the dice say what happens. */
  private static final class Run {

    private final Random random;
    private final int seed;
    private final Taker taker;
    private final List<Frame> written = new ArrayList<>();
    private ScriptedAttempts.Attempt answered;

    Run(AttemptPolicy policy, int seed) {
      this.seed = seed;
      random = new Random(seed);
      taker = Taker.of(new RetryOptions(true, 5, 40 + random.nextInt(100), 1000), policy);
    }

    int run() {
      int messages = 1 + random.nextInt(12);
      while (messages > 0) {
        switch (random.nextInt(6)) {
          case 0, 1, 2 -> {
            write(Taker.message(1 + random.nextInt(20)));
            messages--;
          }
          case 3 -> taker.pass(random.nextInt(5));
          case 4 -> something();
          default -> check();
        }
      }
      write(Frame.HalfClose.INSTANCE);
      taker.pass(20);
      check();
      return taker.attempts.count() - 1;
    }

    private void write(Frame frame) {
      if (taker.attempts.endings.isEmpty()) {
        written.add(frame);
      }
      taker.write(frame);
    }

    private void something() {
      var attempt = taker.attempt(random.nextInt(taker.attempts.count()));
      if (answered != null) {
        return;
      }
      switch (random.nextInt(8)) {
        case 0 -> attempt.lose(Frame.Progress.NOT_SENT);
        case 1 -> attempt.lose(Frame.Progress.REFUSED);
        case 2 -> attempt.fill();
        case 3 -> attempt.drain();
        case 4 -> attempt.push(Code.UNAVAILABLE, "2");
        case 5 -> {
          attempt.arrive(new Frame.Headers(Metadata.EMPTY));
          answered = attempt;
        }
        default -> attempt.fail(Code.UNAVAILABLE);
      }
    }

    private void check() {
      boolean over = !taker.attempts.endings.isEmpty();
      for (var attempt : taker.attempts.all) {
        var frames = new ArrayList<>(attempt.written);
        frames.removeIf(Frame.Cancel.class::isInstance);
        assertEquals(written.subList(0, frames.size()), frames, "seed " + seed);
        if (attempt.isLive() && !over) {
          assertEquals(written, frames, "seed " + seed);
        }
      }
    }
  }
}
