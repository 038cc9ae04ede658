package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.config.AttemptPolicy;
import dev.toolkit.grpc.config.HedgingPolicy;
import dev.toolkit.grpc.config.RetryPolicy;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of which each may need several attempts: one that the peer can't have seen is sent
 * again, and one with a policy is retried or hedged. See gRFC A6.
 *
 * <ul>
 *   <li>What a call has written is kept, up to a limit, until a response begins; then the call
 *       stays with the attempt that was answered.
 *   <li>The deadline of a call holds for all its attempts together. It is not kept here: whoever
 *       keeps it cancels the call.
 *   <li>The metadata of an attempt says how many there were before, and so does the beginning of
 *       the response.
 * </ul>
 *
 * <p>It belongs to the event loop of one channel. A call runs on the context on which it was made,
 * which is of this event loop.
 */
public final class Retries {

  private static final String PREVIOUS_ATTEMPTS = "grpc-previous-rpc-attempts";
  private static final String TRANSPARENT_RETRIES = "grpc-transparent-retry-attempts";

  private final RetryOptions options;
  private final Timers timers;
  private final DoubleSupplier random;
  private final @Nullable Function<CallHead, AttemptListener> listeners;
  private final RetryBuffer buffer;

  /**
   * Retries of one channel.
   *
   * @param options the bounds
   * @param timers wait for the next attempt
   * @param random from 0 to 1, without 1, for the jitter of the waits
   * @param listeners makes the listener of each attempt from its head; null for none
   */
  public Retries(
      RetryOptions options,
      Timers timers,
      DoubleSupplier random,
      @Nullable Function<CallHead, AttemptListener> listeners) {
    this.options = options;
    this.timers = timers;
    this.random = random;
    this.listeners = listeners;
    this.buffer = new RetryBuffer(options);
  }

  /**
   * Starts a call, with its first attempt.
   *
   * @param invoker makes the attempts
   * @param head how the call begins
   * @param policy how it is tried more than once; null if it is not
   * @param throttle the tokens of the server; null if there are none
   * @return the client's end of the call, on the calling context
   */
  public CallAttempts start(
      AttemptInvoker invoker,
      CallHead head,
      @Nullable AttemptPolicy policy,
      @Nullable RetryThrottle throttle) {
    if (policy instanceof HedgingPolicy hedging && options.enabled()) {
      var schedule = new HedgeSchedule(hedging, options.maxAttempts(), throttle, timers);
      var call = new HedgingStream(this, invoker, withEndpoints(head), schedule);
      call.start();
      return call;
    }
    RetryingStream call;
    if (policy instanceof RetryPolicy retry && options.enabled()) {
      var schedule = new RetrySchedule(retry, options.maxAttempts(), throttle, random);
      call = new RetryingStream(this, invoker, withEndpoints(head), schedule, throttle);
    } else {
      call = new RetryingStream(this, invoker, head, null, throttle);
    }
    call.start();
    return call;
  }

  Timers timers() {
    return timers;
  }

  RetryBuffer buffer() {
    return buffer;
  }

  /**
   * The head of an attempt.
   *
   * @param refused how many attempts were sent again because the peer had refused them
   */
  CallHead headOf(CallHead head, AttemptOrder order, int refused) {
    CallHead made = head;
    if (!order.equals(AttemptOrder.FIRST)) {
      made = made.withMetadata(counted(made.metadata(), PREVIOUS_ATTEMPTS, order.previous()));
      made = made.withMetadata(counted(made.metadata(), TRANSPARENT_RETRIES, refused));
      made = made.withAttribute(AttemptOrder.KEY, order);
    }
    return listeners == null ? made : heard(made, listeners.apply(made));
  }

  private static CallHead heard(CallHead head, AttemptListener listener) {
    Metadata metadata = listener.metadata(head.metadata());
    CallHead made = metadata == head.metadata() ? head : head.withMetadata(metadata);
    return made.withAttribute(AttemptListener.KEY, listener);
  }

  /** The first frame of a response, with the number of attempts that were begun before its own. */
  static Frame answer(Frame frame, int previous) {
    if (previous > 0 && frame instanceof Frame.Headers headers) {
      return new Frame.Headers(
          counted(headers.metadata(), PREVIOUS_ATTEMPTS, previous), headers.encoding());
    }
    return frame;
  }

  /** The same for a response that is nothing but its end. */
  static Frame.Trailers answer(Frame.Trailers trailers, int previous) {
    return previous == 0
        ? trailers
        : new Frame.Trailers(
            trailers.status(),
            counted(trailers.metadata(), PREVIOUS_ATTEMPTS, previous),
            trailers.origin(),
            trailers.progress());
  }

  /** Whether an attempt ended in a way that no other attempt could change. */
  static boolean isFinal(Frame.Trailers trailers) {
    return trailers.progress() == Frame.Progress.DROPPED
        || trailers.origin() == Frame.Origin.LOCAL
            && trailers.progress() != Frame.Progress.NOT_SENT;
  }

  private static Metadata counted(Metadata metadata, String key, int count) {
    return count == 0 ? metadata : metadata.without(key).with(key, Integer.toString(count));
  }

  private static CallHead withEndpoints(CallHead head) {
    return head.withAttribute(TriedEndpoints.KEY, new TriedEndpoints());
  }
}
