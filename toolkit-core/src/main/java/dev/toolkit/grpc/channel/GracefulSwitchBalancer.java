package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * A balancer of whatever policy its configuration chooses: when another one is chosen, the old one
 * serves until the new one has left CONNECTING, or is itself not READY any more.
 *
 * <p>Its configuration is a {@link BalancerChoice}.
 */
public final class GracefulSwitchBalancer implements Balancer {

  private final BalancerHelper helper;
  private @Nullable Child current;
  private @Nullable Child pending;
  private boolean closed;

  /** A balancer without a policy yet. */
  public GracefulSwitchBalancer(BalancerHelper helper) {
    this.helper = helper;
  }

  @Override
  public Status accept(BalancerUpdate update) {
    var choice = (BalancerChoice) update.config();
    Child latest = latest();
    if (latest == null || !latest.is(choice.provider())) {
      latest = new Child(choice.provider());
      replacePending(latest);
      latest.balancer = choice.provider().create(latest);
    }
    return latest.balancer.accept(update.withConfig(choice.config()));
  }

  @Override
  public void resolverFailed(Status failure) {
    Child latest = latest();
    if (latest == null) {
      helper.update(ConnectivityState.TRANSIENT_FAILURE, Picker.of(PickResult.fail(failure)));
    } else {
      latest.balancer.resolverFailed(failure);
    }
  }

  @Override
  public void exitIdle() {
    Child latest = latest();
    if (latest != null) {
      latest.balancer.exitIdle();
    }
  }

  @Override
  public void close() {
    closed = true;
    close(pending);
    close(current);
  }

  private @Nullable Child latest() {
    return pending != null ? pending : current;
  }

  private void replacePending(Child next) {
    if (current == null) {
      current = next;
      return;
    }
    Child replaced = pending;
    pending = next;
    close(replaced);
  }

  private void updated(Child child) {
    if (closed) {
      return;
    }
    if (child == current) {
      if (pending != null && child.state != ConnectivityState.READY) {
        swap();
      } else {
        child.publish();
      }
    } else if (child == pending
        && (child.state != ConnectivityState.CONNECTING
            || current.state != ConnectivityState.READY)) {
      swap();
    }
  }

  private void swap() {
    Child old = current;
    current = pending;
    pending = null;
    current.publish();
    close(old);
  }

  private static void close(@Nullable Child child) {
    if (child != null && child.balancer != null) {
      child.balancer.close();
    }
  }

  /** A policy in use, and the helper of its balancer. */
  private final class Child extends ForwardingHelper {

    private final BalancerProvider provider;
    private @Nullable Balancer balancer;
    private ConnectivityState state = ConnectivityState.CONNECTING;
    private Picker picker = Picker.of(PickResult.QUEUE);

    Child(BalancerProvider provider) {
      super(helper);
      this.provider = provider;
    }

    boolean is(BalancerProvider other) {
      return provider.policyName().equals(other.policyName());
    }

    void publish() {
      helper.update(state, picker);
    }

    @Override
    public void update(ConnectivityState state, Picker picker) {
      this.state = state;
      this.picker = picker;
      updated(this);
    }

    @Override
    public void resolveNow() {
      if (this == latest()) {
        super.resolveNow();
      }
    }
  }
}
