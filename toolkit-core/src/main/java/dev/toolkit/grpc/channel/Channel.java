package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The virtual connection to a target, on which calls are made whether there is a real one or not.
 *
 * <p>It connects when the first call wants it. Meanwhile calls wait, in order; they also wait while
 * the connection has no room. When no connection can be opened, the calls that wait fail
 * UNAVAILABLE, except those that {@linkplain dev.toolkit.grpc.call.CallOptions#waitForReady wait
 * for ready}. A call that the peer can't have seen is sent again. The deadline of a call is kept
 * here, on the client's side, and nowhere else.
 *
 * <p>A channel belongs to one event loop: it is called on contexts of this one only, and each call
 * stays on the context that it was made on.
 */
public interface Channel extends CallInvoker {

  /** The key, among the attributes of a call, of who hears about the peer of each attempt. */
  Attributes.Key<Handler<Peer>> PEER_HANDLER = new Attributes.Key<>("peer-handler");

  /**
   * A channel that does nothing yet.
   *
   * @param context an event-loop context, to which the channel and its connections belong
   * @param transport opens the connections
   * @param request what a connection is wanted to
   * @param options the bounds
   * @param listeners makes the listener of each attempt; null for none
   */
  static Channel create(
      Context context,
      Transport transport,
      ConnectRequest request,
      ChannelOptions options,
      @Nullable Function<CallHead, AttemptListener> listeners) {
    if (!context.isEventLoopContext()) {
      throw new IllegalArgumentException("the context of a channel must be of an event loop");
    }
    var timers = Timers.of(context.owner());
    var backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    var subchannel =
        new SubchannelImpl(
            (ContextInternal) context,
            transport,
            request,
            options.maxConnections(),
            timers,
            backoff);
    return new ChannelImpl(subchannel, options, timers, listeners);
  }

  /** What the channel leads to, such as {@code localhost:50051}. */
  String target();

  /** How it stands to its peer. */
  ConnectivityState state();

  /**
   * Ends the channel: calls that have no connection yet, and new ones, fail CANCELLED; calls under
   * way may end within the grace, then they fail.
   *
   * @param grace zero to end all at once
   * @return completes when no connection is left
   */
  Future<Void> shutdown(Duration grace);
}
