package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Timers;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a balancer works with: the channel, or the balancer that is its parent. All methods are
 * called on the channel's event loop.
 */
public interface BalancerHelper {

  /**
   * A subchannel, IDLE.
   *
   * @param address where it connects to
   * @param endpoint what is known of the server at this address
   * @param listener hears of each change of its state, on the channel's event loop
   */
  Subchannel createSubchannel(
      SocketAddress address, Endpoint endpoint, Consumer<Subchannel.State> listener);

  /**
   * Says how the balancer stands, and how calls are picked from now on; attempts that wait are
   * picked again.
   */
  void update(ConnectivityState state, Picker picker);

  /** Asks the resolver to look again; it may be too early for it. */
  void resolveNow();

  /** What the channel leads to, for messages. */
  String target();

  /** The timers of the channel's event loop, of which a closed balancer leaves none. */
  Timers timers();

  /** The time in nanoseconds, from an origin of its own. */
  long nanoTime();

  /** The channel's source of chance. */
  RandomGenerator random();

  /** Tells the listeners of the channel of something that happened. */
  void event(ChannelEvent event);
}
