package dev.toolkit.grpc.call;

import io.vertx.core.Handler;
import java.time.Duration;

/**
 * Receives load reports beside the calls. A balancing policy that wants them is given one, and uses
 * it on each subchannel whose connection is up.
 */
@FunctionalInterface
public interface LoadReportSource {

  /**
   * Begins to listen. Runs on the context of the connection, and so does the listener. Nothing is
   * thrown: a server without reports, or one that fails, says nothing.
   *
   * @param connection what the reports are asked for on
   * @param interval how often to be told; the server may choose a longer one
   * @param listener takes the reports as they come
   * @return ends it, and with it every word to the listener; to be called when the connection is
   *     lost or drains
   */
  Runnable watch(CallInvoker connection, Duration interval, Handler<LoadReport> listener);
}
