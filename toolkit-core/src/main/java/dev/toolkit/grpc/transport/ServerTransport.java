package dev.toolkit.grpc.transport;

import dev.toolkit.grpc.call.IncomingCall;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;

/** A source of calls. */
public interface ServerTransport {

  /**
   * Starts to take calls.
   *
   * @param handler takes each call on a duplicated context of its own
   * @return completes when calls can arrive; fails when they can't, such as for a port in use
   */
  Future<Void> start(Handler<IncomingCall> handler);

  /**
   * Ends: no new calls, those under way may end within the grace, then what is left of them is
   * cancelled.
   *
   * @param grace zero to end at once
   * @return completes when nothing is left
   */
  Future<Void> shutdown(Duration grace);
}
