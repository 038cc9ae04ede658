package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.ChannelEvent;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What a child works with: its parent's helper, but for what the child says of itself. */
abstract class ForwardingHelper implements BalancerHelper {

  private final BalancerHelper parent;

  ForwardingHelper(BalancerHelper parent) {
    this.parent = parent;
  }

  @Override
  public Subchannel createSubchannel(
      SocketAddress address, Endpoint endpoint, Consumer<Subchannel.State> listener) {
    return parent.createSubchannel(address, endpoint, listener);
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
