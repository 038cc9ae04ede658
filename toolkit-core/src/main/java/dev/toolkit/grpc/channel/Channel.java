package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.call.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The virtual connection to a target: a resolver finds its endpoints, a balancer keeps connections
 * to them and picks one for each call.
 *
 * <p>It is IDLE until the first call, or {@link #connect}. Calls wait for the first resolution, and
 * for a picker that chooses for them, in order; when no connection can be opened, those that wait
 * fail UNAVAILABLE, except those that {@linkplain dev.toolkit.grpc.call.CallOptions#waitForReady
 * wait for ready}. The deadline of a call is kept here, on the client's side, and nowhere else.
 *
 * <p>A channel belongs to one event loop: all its methods are called on contexts of this one only,
 * and each call stays on the context that it was made on. See the gRPC documentation, "Connectivity
 * semantics".
 */
public interface Channel extends CallInvoker {

  /** The key, among the attributes of a call, of who hears about the peer of each attempt. */
  Attributes.Key<Handler<Peer>> PEER_HANDLER = new Attributes.Key<>("peer-handler");

  /**
   * The key, among the attributes of the heads of attempts, of whether their call had to wait for
   * the resolver; absent if it had not.
   */
  Attributes.Key<Boolean> RESOLUTION_DELAYED = new Attributes.Key<>("resolution-delayed");

  /**
   * A channel that does nothing yet.
   *
   * @param context an event-loop context, to which the channel and its connections belong
   * @param setup what it is made of
   * @throws IllegalArgumentException if the context is not of an event loop, or the service config
   *     of the setup chooses a policy that is not known or configures it wrongly
   */
  static Channel create(Context context, ChannelSetup setup) {
    if (!context.isEventLoopContext()) {
      throw new IllegalArgumentException("the context of a channel must be of an event loop");
    }
    var means =
        new ChannelCore.Means(
            Timers.of(context.owner()),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextLong());
    return new ChannelImpl((ContextInternal) context, setup, means);
  }

  /** What the channel leads to, such as {@code dns:///orders.internal:50051}. */
  String target();

  /** How it stands to its peers; may be asked on any thread. */
  ConnectivityState state();

  /** Leaves IDLE, as a call would. */
  void connect();

  /**
   * Has who waits for the time of a backoff connect at once; for when the network is known to be
   * back.
   */
  void resetConnectBackoff();

  /**
   * Adds who hears of each change of the state, on the channel's context.
   *
   * @return takes the handler away
   */
  Runnable stateHandler(Handler<ConnectivityState> handler);

  /**
   * Connects and waits until calls can be made.
   *
   * @param timeout how long to wait
   * @return fails UNAVAILABLE after the timeout, with the last failure of the resolver or a
   *     connection, and when the channel is shut down
   */
  Future<Void> awaitReady(Duration timeout);

  /**
   * Ends the channel: calls that have no connection yet, and new ones, fail CANCELLED; calls under
   * way may end within the grace, then they fail.
   *
   * @param grace zero to end all at once
   * @return completes when no connection is left
   */
  Future<Void> shutdown(Duration grace);
}
