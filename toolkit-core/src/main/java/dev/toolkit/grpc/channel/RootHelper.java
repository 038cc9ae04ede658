package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Timers;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What the outermost balancer of a channel works with: the channel itself. */
final class RootHelper implements BalancerHelper {

  private final ChannelCore core;
  private final Session session;

  RootHelper(ChannelCore core, Session session) {
    this.core = core;
    this.session = session;
  }

  @Override
  public Subchannel createSubchannel(
      SocketAddress address, Endpoint endpoint, Consumer<Subchannel.State> listener) {
    return new SubchannelImpl(core, address, endpoint, listener);
  }

  @Override
  public void update(ConnectivityState state, Picker picker) {
    session.updated(state, picker);
  }

  @Override
  public void resolveNow() {
    session.resolveNow();
  }

  @Override
  public String target() {
    return core.setup.target();
  }

  @Override
  public Timers timers() {
    return this::set;
  }

  @Override
  public long nanoTime() {
    return core.means.nanoTime().getAsLong();
  }

  @Override
  public RandomGenerator random() {
    return core.means.random();
  }

  @Override
  public void event(ChannelEvent event) {
    core.event(event);
  }

  private Runnable set(Duration delay, Runnable task) {
    return core.timers().set(delay, () -> core.serial.run(task));
  }
}
