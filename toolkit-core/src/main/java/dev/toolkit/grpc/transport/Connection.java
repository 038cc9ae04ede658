package dev.toolkit.grpc.transport;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Peer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;

/**
 * A connection to one peer, on which calls are made.
 *
 * <p>It belongs to the context on which it was opened. Its owner keeps the number of calls within
 * {@link #capacity}; a call past it fails UNAVAILABLE with {@code Progress.NOT_SENT}.
 */
public interface Connection extends CallInvoker {

  /** The other side. */
  Peer peer();

  /** Whether nobody but the two sides can read what is sent. By default: whether it is TLS. */
  default boolean isSecure() {
    return peer().sslSession() != null;
  }

  /** How many calls can be under way at once; the peer may change it at any time. */
  int capacity();

  /** How many calls are under way. */
  int activeCalls();

  /** Sets what is called when {@link #capacity} or {@link #activeCalls} left room again. */
  Connection roomHandler(Handler<Void> handler);

  /**
   * Sets what is called once when no new call can be made any more: the peer has asked to leave, or
   * the connection is shut down. Calls under way go on.
   */
  Connection drainHandler(Handler<Status> handler);

  /** Sets what is called once when the connection is closed, with the reason. */
  Connection closeHandler(Handler<Status> handler);

  /**
   * Asks the peer for a sign of life.
   *
   * @return completes when the peer answered; fails when the connection closes before
   */
  Future<Void> ping();

  /**
   * Ends the connection: no new calls, those under way may end within the grace, then it is closed
   * and what is left of them fails UNAVAILABLE. Of several graces the one counts that is over
   * first.
   *
   * @param grace zero to close at once
   * @return completes when the connection is closed
   */
  Future<Void> shutdown(Duration grace);
}
