package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Timers;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The helper of a child: that of its parent, but for what the parent changes of it. */
public abstract class ForwardingHelper implements BalancerHelper {

  private final BalancerHelper parent;

  /** A helper that forwards everything to the parent's. */
  protected ForwardingHelper(BalancerHelper parent) {
    this.parent = parent;
  }

  @Override
  public Subchannel createSubchannel(
      SocketAddress address, Endpoint endpoint, Consumer<Subchannel.State> listener) {
    return parent.createSubchannel(address, endpoint, listener);
  }

  @Override
  public void update(ConnectivityState state, Picker picker) {
    parent.update(state, picker);
  }

  @Override
  public void resolveNow() {
    parent.resolveNow();
  }

  @Override
  public String target() {
    return parent.target();
  }

  @Override
  public Timers timers() {
    return parent.timers();
  }

  @Override
  public long nanoTime() {
    return parent.nanoTime();
  }

  @Override
  public RandomGenerator random() {
    return parent.random();
  }

  @Override
  public void event(ChannelEvent event) {
    parent.event(event);
  }
}
