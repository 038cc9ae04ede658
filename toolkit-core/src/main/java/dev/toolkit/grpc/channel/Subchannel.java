package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallInvoker;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a channel to one address, which may come and go, or be several when one has no
 * room.
 *
 * <p>It does nothing until {@link #connect}. It is READY when the peer's settings have arrived. A
 * lost connection leaves it IDLE; it is the balancer who connects again. A failure to connect
 * leaves it in TRANSIENT_FAILURE for the time of the backoff, then IDLE. All methods are called on
 * the channel's event loop, and its listeners are called there, never from within a method of the
 * subchannel. See the gRPC documentation, "Connectivity semantics", and gRFC A105.
 */
public interface Subchannel {

  /** Where it connects to. */
  SocketAddress address();

  /** What was said of its endpoint when it was made. */
  Attributes attributes();

  /** How it stands. */
  State state();

  /** Connects, if it is IDLE; otherwise without effect. */
  void connect();

  /**
   * Takes no further attempt, lets those under way end, closes. The listeners hear nothing more.
   */
  void shutdown();

  /**
   * Sets who hears of the health of the server while the subchannel is READY, null for nobody; it
   * hears at once how it is. Without health checking a READY subchannel is healthy. A server that
   * is not serving is in TRANSIENT_FAILURE, one of which nothing is known yet in CONNECTING. See
   * gRFC A17.
   */
  void healthListener(@Nullable Consumer<State> listener);

  /**
   * What calls of a balancer's own are made on, such as a watch of the load; they fail UNAVAILABLE
   * while the subchannel is not READY.
   */
  CallInvoker calls();

  /**
   * How a subchannel stands.
   *
   * @param connectivity the state
   * @param failure why it is in TRANSIENT_FAILURE or lost its connection; OK otherwise
   */
  record State(ConnectivityState connectivity, Status failure) {

    /** A state without a failure. */
    public static State of(ConnectivityState connectivity) {
      return new State(connectivity, Status.OK);
    }

    /** A failure. */
    public static State failure(Status failure) {
      return new State(ConnectivityState.TRANSIENT_FAILURE, failure);
    }
  }
}
