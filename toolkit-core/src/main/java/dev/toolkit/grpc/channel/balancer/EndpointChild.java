package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.ForwardingHelper;
import dev.toolkit.grpc.channel.Picker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The child of an {@link EndpointSharding} for one endpoint, and how it stands. It is CONNECTING
 * until it has been started and says otherwise.
 *
 * @param <C> the policy of the child
 */
final class EndpointChild<C extends Balancer> extends ForwardingHelper {

  private final EndpointSharding<C> parent;
  private Endpoint endpoint;
  private @Nullable C balancer;
  private ConnectivityState state = ConnectivityState.CONNECTING;
  private Picker picker = PickFirstBalancer.QUEUE;
  private int position;
  private boolean closed;

  EndpointChild(BalancerHelper helper, EndpointSharding<C> parent, Endpoint endpoint) {
    super(helper);
    this.parent = parent;
    this.endpoint = endpoint;
  }

  /** The endpoint, as the last update had it. */
  Endpoint endpoint() {
    return endpoint;
  }

  /** The policy; only a child that has been started has it. */
  C balancer() {
    if (balancer == null) {
      throw new IllegalStateException("the child of " + endpoint + " has not been started");
    }
    return balancer;
  }

  boolean isStarted() {
    return balancer != null;
  }

  ConnectivityState state() {
    return state;
  }

  /** The picker of the child at this moment. */
  Picker picker() {
    return picker;
  }

  /** Where it is in the list of the children with its state. */
  int position() {
    return position;
  }

  void position(int position) {
    this.position = position;
  }

  /** Makes the policy, and gives it its endpoint. */
  void start(Attributes attributes) {
    if (!closed) {
      balancer = parent.create(this);
      accept(endpoint, attributes);
    }
  }

  /** Takes a newer form of the endpoint. */
  void accept(Endpoint newer, Attributes attributes) {
    endpoint = newer;
    if (balancer != null) {
      balancer.accept(new BalancerUpdate(List.of(newer), BalancerConfig.NONE, attributes));
    }
  }

  void resolverFailed(Status failure) {
    if (balancer != null) {
      balancer.resolverFailed(failure);
    }
  }

  void exitIdle() {
    if (balancer != null && !closed) {
      balancer.exitIdle();
    }
  }

  void close() {
    closed = true;
    if (balancer != null) {
      balancer.close();
    }
  }

  @Override
  public void update(ConnectivityState next, Picker nextPicker) {
    if (!closed) {
      parent.changing(this, next, nextPicker);
    }
  }

  /** Takes over what the policy said; called by the parent. */
  void become(ConnectivityState next, Picker nextPicker) {
    state = next;
    picker = nextPicker;
  }
}
