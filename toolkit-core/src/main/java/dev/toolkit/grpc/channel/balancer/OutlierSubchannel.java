package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A subchannel as the child of outlier_detection sees it: while its endpoint is ejected, its server
 * is not healthy, whatever it says itself. Pickers of the child choose it, and the channel gets the
 * one inside.
 */
final class OutlierSubchannel implements Subchannel {

  private static final State EJECTED =
      State.failure(Status.of(Code.UNAVAILABLE, "ejected by outlier detection"));

  private final Subchannel inside;
  private final OutlierEndpoint endpoint;
  private @Nullable Consumer<State> listener;
  private @Nullable State health;
  private PickResult.@Nullable To seen;
  private PickResult counted = PickResult.QUEUE;

  OutlierSubchannel(Subchannel inside, OutlierEndpoint endpoint) {
    this.inside = inside;
    this.endpoint = endpoint;
    endpoint.add(this);
  }

  /** What a pick of the child means to the channel; the same for the same, so nothing is made. */
  PickResult unwrapped(PickResult.To to) {
    if (to != seen) {
      seen = to;
      counted =
          new PickResult.To(inside, to.metadata(), TrackingPicker.both(to.tracker(), endpoint));
    }
    return counted;
  }

  /** The endpoint was ejected, or taken back. */
  void ejectionChanged() {
    if (inside.state().connectivity() == ConnectivityState.READY) {
      tell();
    }
  }

  @Override
  public SocketAddress address() {
    return inside.address();
  }

  @Override
  public Attributes attributes() {
    return inside.attributes();
  }

  @Override
  public State state() {
    return inside.state();
  }

  @Override
  public void connect() {
    inside.connect();
  }

  @Override
  public void shutdown() {
    endpoint.remove(this);
    listener = null;
    inside.shutdown();
  }

  @Override
  public void healthListener(@Nullable Consumer<State> listener) {
    this.listener = listener;
    health = null;
    inside.healthListener(listener == null ? null : this::healthChanged);
  }

  @Override
  public CallInvoker calls() {
    return inside.calls();
  }

  private void healthChanged(State next) {
    boolean first = health == null;
    health = next;
    if (first || !endpoint.isEjected()) {
      tell();
    }
  }

  private void tell() {
    if (listener != null && health != null) {
      listener.accept(endpoint.isEjected() ? EJECTED : health);
    }
  }
}
