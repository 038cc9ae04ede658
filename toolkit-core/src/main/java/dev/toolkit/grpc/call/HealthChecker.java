package dev.toolkit.grpc.call;

import io.vertx.core.Handler;

/**
 * Asks servers whether a service is healthy. A channel is given one, and uses it on each subchannel
 * whose connection is up, if the service config names a service to ask for.
 */
@FunctionalInterface
public interface HealthChecker {

  /**
   * Begins to watch. Runs on the context of the connection, and so does the listener, which may
   * hear a first state before this returns. Nothing is thrown: what goes wrong is a state.
   *
   * @param connection what the check is called on
   * @param service the service to ask for, empty for the server as a whole
   * @param listener hears each state that differs from the one before
   * @return ends the watch, and with it every word to the listener; the channel calls it when the
   *     connection is lost or drains
   */
  Runnable watch(CallInvoker connection, String service, Handler<Health> listener);
}
