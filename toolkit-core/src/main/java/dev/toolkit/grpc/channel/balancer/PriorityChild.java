package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.ForwardingHelper;
import dev.toolkit.grpc.channel.GracefulSwitchBalancer;
import dev.toolkit.grpc.channel.Picker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A child of priority. Active children serve, or may; one that is not active any more is kept for
 * {@link #RETENTION} with its connections, and goes on telling how it stands.
 */
final class PriorityChild extends ForwardingHelper {

  /** How long a child may be CONNECTING before the next one has its turn. */
  static final Duration FAILOVER = Duration.ofSeconds(10);

  /** How long a child is kept that is not active. */
  static final Duration RETENTION = Duration.ofMinutes(15);

  private static final Runnable NO_TIMER = () -> {};

  private final PriorityBalancer parent;
  private @Nullable GracefulSwitchBalancer balancer;
  private @Nullable BalancerUpdate update;
  private boolean ignoresResolution;
  private Status accepted = Status.OK;
  private ConnectivityState state = ConnectivityState.CONNECTING;
  private Picker picker = PickFirstBalancer.QUEUE;
  private boolean active;
  private boolean failedLast;
  private boolean failoverPending;
  private Runnable failover = NO_TIMER;
  private Runnable retention = NO_TIMER;

  PriorityChild(BalancerHelper helper, PriorityBalancer parent) {
    super(helper);
    this.parent = parent;
  }

  /** How the child stands. */
  ConnectivityState state() {
    return state;
  }

  /** Its picker at this moment. */
  Picker picker() {
    return picker;
  }

  /** What its policy said to the last update. */
  Status accepted() {
    return accepted;
  }

  boolean isActive() {
    return active;
  }

  /** Whether it serves, or is still given time to. */
  boolean isWanted() {
    return state == ConnectivityState.READY || state == ConnectivityState.IDLE || failoverPending;
  }

  /** Takes an update, at once if it is active, and otherwise when it will be. */
  void accept(BalancerUpdate newer, boolean ignores) {
    update = newer;
    ignoresResolution = ignores;
    if (active) {
      accepted = balancer.accept(newer);
    }
  }

  /** Lets it connect, or brings it back with what it still has. */
  void activate() {
    if (active) {
      return;
    }
    active = true;
    retention.run();
    retention = NO_TIMER;
    if (balancer == null) {
      balancer = new GracefulSwitchBalancer(this);
    }
    if (state == ConnectivityState.CONNECTING) {
      startFailover();
    }
    accepted = balancer.accept(update);
  }

  /** Keeps it for some time without using it. */
  void deactivate() {
    if (active) {
      active = false;
      stopFailover();
      failedLast = false;
      retention = timers().set(RETENTION, this::expire);
    }
  }

  void resolverFailed(Status failure) {
    if (active) {
      balancer.resolverFailed(failure);
    }
  }

  void exitIdle() {
    if (active) {
      balancer.exitIdle();
    }
  }

  /** Forgets its policy, and all connections. */
  void close() {
    active = false;
    stopFailover();
    retention.run();
    retention = NO_TIMER;
    if (balancer != null) {
      balancer.close();
      balancer = null;
    }
    state = ConnectivityState.CONNECTING;
    picker = PickFirstBalancer.QUEUE;
  }

  @Override
  public void update(ConnectivityState next, Picker nextPicker) {
    ConnectivityState before = state;
    state = next;
    picker = nextPicker;
    if (!active) {
      return;
    }
    if (next != ConnectivityState.CONNECTING) {
      failedLast = next == ConnectivityState.TRANSIENT_FAILURE;
      stopFailover();
    } else if (!failedLast && before != ConnectivityState.CONNECTING) {
      startFailover();
    }
    parent.changed(this);
  }

  @Override
  public void resolveNow() {
    if (!ignoresResolution) {
      super.resolveNow();
    }
  }

  private void expire() {
    close();
    parent.expired(this);
  }

  private void startFailover() {
    if (!failoverPending) {
      failoverPending = true;
      failover = timers().set(FAILOVER, this::failOver);
    }
  }

  private void failOver() {
    failoverPending = false;
    parent.changed(null);
  }

  private void stopFailover() {
    failoverPending = false;
    failover.run();
    failover = NO_TIMER;
  }
}
