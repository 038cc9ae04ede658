package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Timers;
import java.util.function.Consumer;

/** Asks servers how they are. See gRFC A17. */
@FunctionalInterface
public interface HealthChecks {

  /**
   * Watches the health of a service on a server for as long as the connection stays.
   *
   * @param calls what the watching is done on
   * @param service the name of the service, as the service config says it
   * @param timers for what is tried again
   * @param listener hears READY, CONNECTING while nothing is known, or the failure
   * @return ends the watching
   */
  Runnable watch(
      CallInvoker calls, String service, Timers timers, Consumer<Subchannel.State> listener);
}
