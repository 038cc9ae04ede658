package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Health;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subchannel: the states of its connections, and the attempts that wait for room on them. */
final class SubchannelImpl implements Subchannel, Connections.Listener {

  private final ChannelCore core;
  private final SocketAddress address;
  private final Endpoint endpoint;
  private final Consumer<State> listener;
  private final Connections connections;
  private final CallInvoker calls;
  private @Nullable Set<WaitingAttempt> waiting;
  private boolean givingRoom;
  private State state = State.of(ConnectivityState.IDLE);
  private @Nullable Runnable backoffTimer;
  private @Nullable Consumer<State> healthListener;
  private @Nullable Runnable healthWatch;

  SubchannelImpl(
      ChannelCore core, SocketAddress address, Endpoint endpoint, Consumer<State> listener) {
    this.core = core;
    this.address = address;
    this.endpoint = endpoint;
    this.listener = listener;
    ChannelSetup setup = core.setup;
    var request = new ConnectRequest(address, setup.authority(), setup.connectTimeout());
    this.connections = new Connections(core, endpoint, request, this);
    this.calls = new BalancerCalls(core, connections, address);
    core.add(this);
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public Attributes attributes() {
    return endpoint.attributes();
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void connect() {
    if (state.connectivity() == ConnectivityState.IDLE) {
      become(State.of(ConnectivityState.CONNECTING));
      core.serial.run(this::open);
    }
  }

  @Override
  public void shutdown() {
    if (isShutdown()) {
      return;
    }
    become(State.of(ConnectivityState.SHUTDOWN));
    core.remove(this);
    endBackoff();
    endHealthWatch();
    connections.close();
    giveBack();
  }

  @Override
  public void healthListener(@Nullable Consumer<State> listener) {
    endHealthWatch();
    healthListener = listener;
    if (listener != null && state.connectivity() == ConnectivityState.READY) {
      core.serial.run(this::watchHealth);
    }
  }

  @Override
  public CallInvoker calls() {
    return calls;
  }

  /** Ends the wait of a backoff, and forgets how often it failed. */
  void resetBackoff() {
    connections.resetBackoff();
    if (backoffTimer != null) {
      endBackoff();
      backoffEnded();
    }
  }

  /** Whether attempts may be sent here. */
  boolean isReady() {
    return state.connectivity() == ConnectivityState.READY;
  }

  /** A connection for an attempt; null if others wait already, or there is no room. */
  @Nullable Connection withRoom() {
    return waiting == null || waiting.isEmpty() ? connections.withRoom() : null;
  }

  /** The queue of those that wait for room; one more connection is opened for them, if allowed. */
  Set<WaitingAttempt> waiting() {
    if (waiting == null) {
      waiting = new LinkedHashSet<>();
    }
    if (waiting.isEmpty()) {
      core.event(new ChannelEvent.CallsQueued(address, connections.size()));
    }
    openAnother();
    return waiting;
  }

  /** How many attempts wait for room. */
  int waitingAttempts() {
    return waiting == null ? 0 : waiting.size();
  }

  @Override
  public void opened() {
    if (!isReady()) {
      become(State.of(ConnectivityState.READY));
      if (healthListener != null) {
        watchHealth();
      }
    }
    roomLeft();
  }

  @Override
  public void failed(Status failure, Duration wait) {
    backoffTimer = core.timers().set(wait, this::backoffEnded);
    if (connections.isEmpty()) {
      become(State.failure(failure));
    }
    core.owner().resolveNow();
  }

  @Override
  public void lost(Status reason) {
    if (connections.isEmpty()) {
      endHealthWatch();
      become(new State(stateWithoutConnection(), reason));
      giveBack();
    }
    core.owner().resolveNow();
  }

  @Override
  public void roomLeft() {
    if (givingRoom) {
      return; // an attempt that ended while it began left it, and the loop will see
    }
    givingRoom = true;
    Connection connection;
    while (waitingAttempts() > 0 && (connection = connections.withRoom()) != null) {
      waiting.iterator().next().run(connection);
    }
    givingRoom = false;
    if (waitingAttempts() > 0) {
      openAnother();
    }
  }

  private ConnectivityState stateWithoutConnection() {
    if (connections.isConnecting()) {
      return ConnectivityState.CONNECTING;
    }
    return backoffTimer == null ? ConnectivityState.IDLE : ConnectivityState.TRANSIENT_FAILURE;
  }

  private void become(State next) {
    ConnectivityState from = state.connectivity();
    state = next;
    core.event(
        new ChannelEvent.SubchannelChanged(address, from, next.connectivity(), next.failure()));
    if (next.connectivity() != ConnectivityState.SHUTDOWN) {
      core.serial.run(() -> tell(next));
    }
  }

  private void tell(State next) {
    if (!isShutdown()) {
      listener.accept(next);
    }
  }

  private void open() {
    if (!isShutdown() && !connections.isConnecting()) {
      connections.connect();
    }
  }

  private void openAnother() {
    if (backoffTimer == null
        && !connections.isConnecting()
        && connections.size() < core.maxConnections()) {
      core.serial.run(this::open);
    }
  }

  private void backoffEnded() {
    backoffTimer = null;
    if (connections.isEmpty()) {
      become(State.of(ConnectivityState.IDLE));
    } else {
      roomLeft();
    }
  }

  private void endBackoff() {
    if (backoffTimer != null) {
      backoffTimer.run();
      backoffTimer = null;
    }
  }

  private void giveBack() {
    if (waitingAttempts() > 0) {
      List<WaitingAttempt> attempts = new ArrayList<>(waiting);
      attempts.forEach(WaitingAttempt::leave);
      core.owner().pickAgain(attempts);
    }
  }

  private void watchHealth() {
    Consumer<State> hearer = healthListener;
    if (hearer == null || !isReady() || healthWatch != null) {
      return;
    }
    String service = core.healthService();
    if (service == null) {
      hearer.accept(state);
      return;
    }
    healthWatch =
        core.setup
            .healthChecker()
            .watch(calls(), service, health -> core.serial.run(() -> told(hearer, health)));
  }

  private void told(Consumer<State> hearer, Health health) {
    if (hearer == healthListener && isReady()) {
      if (health.state() != Health.State.CHECKING) {
        core.event(new ChannelEvent.HealthChanged(address, statusOf(health)));
      }
      hearer.accept(
          switch (health.state()) {
            case CHECKING -> State.of(ConnectivityState.CONNECTING);
            case NOT_SERVING -> State.failure(health.reason());
            case SERVING, NOT_CHECKED -> State.of(ConnectivityState.READY);
          });
    }
  }

  private static Status statusOf(Health health) {
    return health.state() == Health.State.NOT_SERVING ? health.reason() : Status.OK;
  }

  private void endHealthWatch() {
    if (healthWatch != null) {
      Runnable end = healthWatch;
      healthWatch = null;
      end.run();
    }
  }

  private boolean isShutdown() {
    return state.connectivity() == ConnectivityState.SHUTDOWN;
  }
}
