package dev.toolkit.grpc.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.FakeTimers;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.config.AttemptPolicy;
import dev.toolkit.grpc.config.RetryPolicy;
import dev.toolkit.grpc.config.RetryThrottling;
import dev.toolkit.grpc.transport.RawPayload;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call, its attempts, its time, and what its taker saw. */
final class Taker {

  final FakeTimers timers = new FakeTimers();
  final ScriptedAttempts attempts = new ScriptedAttempts();
  final List<Frame> seen = new ArrayList<>();
  final Retries retries;
  final CallAttempts call;
  final @Nullable RetryThrottle throttle;
  int drained;
  Runnable onDrain = () -> {};
  private final double random;

  private Taker(
      RetryOptions options,
      @Nullable AttemptPolicy policy,
      @Nullable RetryThrottle throttle,
      double random,
      @Nullable Duration timeout) {
    this.random = random;
    this.throttle = throttle;
    retries = new Retries(options, timers, () -> this.random, null);
    var deadline = timeout == null ? null : Deadline.after(timeout, timers::nanoTime);
    call = retries.start(attempts, head(deadline), policy, throttle);
    call.handler(seen::add);
    call.drainHandler(v -> drain());
    call.fetch(10);
  }

  /** A call with a policy, or none, at the middle of the jitter. */
  static Taker of(@Nullable AttemptPolicy policy) {
    return new Taker(RetryOptions.DEFAULT, policy, null, 0.5, null);
  }

  static Taker of(RetryOptions options, @Nullable AttemptPolicy policy) {
    return new Taker(options, policy, null, 0.5, null);
  }

  static Taker of(AttemptPolicy policy, double random) {
    return new Taker(RetryOptions.DEFAULT, policy, null, random, null);
  }

  static Taker of(@Nullable AttemptPolicy policy, Duration timeout) {
    return new Taker(RetryOptions.DEFAULT, policy, null, 0.5, timeout);
  }

  static Taker throttled(@Nullable AttemptPolicy policy, double maxTokens, double ratio) {
    var throttle = new RetryThrottle(new RetryThrottling(maxTokens, ratio));
    return new Taker(RetryOptions.DEFAULT, policy, throttle, 0.5, null);
  }

  static CallHead head(@Nullable Deadline deadline) {
    return new CallHead(
        "/a.B/C",
        MethodKind.BIDI_STREAMING,
        "",
        Metadata.of("k", "v"),
        deadline,
        "proto",
        "identity",
        List.of(),
        CallOptions.DEFAULT,
        Attributes.EMPTY);
  }

  static Frame.Message message(int size) {
    return new Frame.Message(new RawPayload(Buffer.buffer(new byte[size])), false);
  }

  /** Writes a request and the end of the requests. */
  Taker ask() {
    call.write(message(3));
    call.write(Frame.HalfClose.INSTANCE);
    return this;
  }

  Taker write(Frame frame) {
    call.write(frame);
    return this;
  }

  private void drain() {
    drained++;
    onDrain.run();
  }

  void cancel() {
    call.write(new Frame.Cancel(Status.of(Code.CANCELLED, "enough")));
  }

  void pass(long millis) {
    timers.advance(Duration.ofMillis(millis));
  }

  /** Attempt number so, from 0. */
  ScriptedAttempts.Attempt attempt(int index) {
    return attempts.get(index);
  }

  void assertAttempts(int count) {
    assertEquals(count, attempts.count());
  }

  void assertGoesOn() {
    assertFalse(isOver(), "it has ended by " + seen);
  }

  void assertEnded(Code code) {
    assertTrue(isOver(), "it has not ended");
    assertEquals(code, end().status().code());
    assertEquals(List.of(end()), attempts.endings);
    assertEquals(0, timers.pending());
    assertEquals(0, retries.buffer().used());
    seen.stream().limit(seen.size() - 1L).forEach(Taker::assertNoEnd);
  }

  Frame.Trailers end() {
    return (Frame.Trailers) seen.get(seen.size() - 1);
  }

  private boolean isOver() {
    return !seen.isEmpty() && seen.get(seen.size() - 1) instanceof Frame.Trailers;
  }

  private static void assertNoEnd(Frame frame) {
    assertFalse(frame instanceof Frame.Trailers);
  }

  /** 100, 200, then 300 ms. */
  static RetryPolicy retryPolicy(int maxAttempts) {
    return new RetryPolicy(
        maxAttempts,
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        2,
        Set.of(Code.UNAVAILABLE, Code.ABORTED));
  }

  /** Fails so many attempts in a row. */
  void failAll(int times) {
    for (int i = 0; i < times; i++) {
      attempts.last().fail(Code.UNAVAILABLE);
      pass(300);
    }
  }
}
