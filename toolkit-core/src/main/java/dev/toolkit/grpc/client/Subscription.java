package dev.toolkit.grpc.client;

import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Timers;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * A server-streaming call that is meant to last: when it ends it is made again, for services by
 * which a server tells its clients of itself.
 *
 * <p>Two calls begin at least the time of a backoff apart, that of the connections: 1 s, 1.6 times
 * as long after each call without a response, 120 s at most, 20 % of it by chance. So a call that
 * was answered and went on for longer than that is made again at once. A server that does not have
 * the method is not called again.
 *
 * @param method the method, with many responses
 * @param request the request of each call
 * @param timers sets timers on the current context
 * @param nanoClock a clock in nanoseconds
 * @param random numbers from 0 to 1
 * @param <Q> the class of the request
 * @param <R> the class of the responses
 */
public record Subscription<Q, R>(
    MethodDescriptor<Q, R> method,
    Q request,
    Timers timers,
    LongSupplier nanoClock,
    DoubleSupplier random) {

  /**
   * Hears of the calls, on the context on which the subscription began.
   *
   * @param <R> the class of the responses
   */
  public interface Listener<R> {

    /** A call begins. */
    default void calling() {}

    /** A response arrived. */
    void received(R response);

    /** A call ended, also with OK; it is made again unless the code is UNIMPLEMENTED. */
    void ended(Status status);
  }

  /**
   * Makes the first call, on the current context.
   *
   * @return ends the call, and all that the listener hears
   */
  public Runnable start(CallInvoker invoker, Listener<R> listener) {
    var calls = new RepeatedCall<>(this, invoker, listener);
    calls.begin();
    return calls::stop;
  }
}
