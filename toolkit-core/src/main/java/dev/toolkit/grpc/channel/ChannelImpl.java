package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.retry.Retries;
import dev.toolkit.grpc.retry.RetryThrottle;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The life of a channel, and the calls that wait for its config. Runs on its event loop. */
final class ChannelImpl implements Channel, ChannelCore.Owner, Session.Listener {

  private final ChannelCore core;
  private final StateListeners states;
  private final Hearsay hearsay;
  private final PickQueue picks;
  private final IdleTimer idle;
  private final Retries retries;
  private final Set<ChannelCall> unresolved = new LinkedHashSet<>();
  private @Nullable Session session;
  private @Nullable ResolvedConfig config;
  private @Nullable RetryThrottle throttle;

  ChannelImpl(ContextInternal context, ChannelSetup setup, ChannelCore.Means means) {
    var watched = setup.withListener(event -> heard(setup.listener(), event));
    core = new ChannelCore(context, watched, means, new Serial(context, this::panic), this);
    ResolvedConfig.of(setup.serviceConfig(), setup.balancers(), null);
    states = new StateListeners(core);
    hearsay = new Hearsay(core);
    picks = new PickQueue(core, hearsay);
    idle = new IdleTimer(core, setup.options().idleTimeout(), this::enterIdle);
    retries =
        new Retries(
            setup.options().retries(),
            means.timers(),
            means.random()::nextDouble,
            setup.attemptListeners());
  }

  @Override
  public GrpcStream invoke(CallHead head) {
    return new ChannelCall(this, head).start();
  }

  @Override
  public String target() {
    return core.setup.target();
  }

  @Override
  public ConnectivityState state() {
    return states.state();
  }

  @Override
  public void connect() {
    core.serial.run(this::exitIdle);
  }

  @Override
  public void resetConnectBackoff() {
    core.serial.run(() -> core.subchannels().forEach(SubchannelImpl::resetBackoff));
  }

  @Override
  public Runnable stateHandler(Handler<ConnectivityState> handler) {
    return states.add(handler);
  }

  @Override
  public Future<Void> awaitReady(Duration timeout) {
    connect();
    return states.awaitReady(timeout, core.timers());
  }

  @Override
  public Future<Void> shutdown(Duration grace) {
    core.serial.run(this::end);
    return core.shutdown(grace);
  }

  /** The config of calls; null if the call must wait for it, for which the channel leaves IDLE. */
  @Nullable ResolvedConfig config() {
    if (config == null && states.state() != ConnectivityState.SHUTDOWN) {
      connect();
    }
    return config;
  }

  /** Why no call can be made any more; null if it can. */
  @Nullable Status refusal() {
    return states.state() == ConnectivityState.SHUTDOWN ? closedStatus() : null;
  }

  /** Has a call wait for the config. */
  void awaitConfig(ChannelCall call) {
    if (core.waitingCalls() >= core.setup.options().maxQueuedCalls()) {
      call.fail(core.queueFull());
    } else {
      unresolved.add(call);
      core.waits(1);
    }
  }

  /** Takes a call out of those that wait for the config. */
  void forget(ChannelCall call) {
    if (unresolved.remove(call)) {
      core.waits(-1);
    }
  }

  /** What has failed last, for messages; empty if nothing has since the channel was READY. */
  String lastFailure() {
    return states.state() == ConnectivityState.READY ? "" : states.lastFailure().message();
  }

  ChannelCore core() {
    return core;
  }

  PickQueue picks() {
    return picks;
  }

  Retries retries() {
    return retries;
  }

  /** The tokens of the service config, null for none. */
  @Nullable RetryThrottle throttle() {
    return throttle;
  }

  IdleTimer idle() {
    return idle;
  }

  @Override
  public void pickAgain(Collection<WaitingAttempt> attempts) {
    core.serial.run(() -> picks.addAll(attempts));
  }

  @Override
  public void resolveNow() {
    if (session != null) {
      session.resolveNow();
    }
  }

  @Override
  public void configured(ResolvedConfig next) {
    config = next;
    throttle = RetryThrottle.following(throttle, next.config().retryThrottling());
    for (ChannelCall call : List.copyOf(unresolved)) {
      forget(call);
      call.resolved(next);
    }
  }

  @Override
  public void updated(ConnectivityState next, Picker picker) {
    states.become(next);
    picks.use(picker);
  }

  private void heard(ChannelListener listener, ChannelEvent event) {
    if (event instanceof ChannelEvent.SubchannelChanged changed
        && changed.reason().code() != Code.OK) {
      states.failed(changed.reason());
    } else if (event instanceof ChannelEvent.ResolutionFailed failed) {
      states.failed(failed.failure());
    }
    hearsay.found(event);
    core.context.dispatch(event, listener::happened); // what it throws is the context's matter
  }

  private void exitIdle() {
    if (states.state() == ConnectivityState.SHUTDOWN) {
      return;
    }
    if (session == null) {
      idle.touch();
      states.become(ConnectivityState.CONNECTING);
      hearsay.join();
      session = new Session(core, this);
      session.start();
    } else if (states.state() == ConnectivityState.IDLE) {
      session.exitIdle();
    }
  }

  private void enterIdle() {
    closeSession();
    config = null;
    picks.use(Picker.of(PickResult.QUEUE));
    states.become(ConnectivityState.IDLE);
  }

  private void end() {
    if (states.state() == ConnectivityState.SHUTDOWN) {
      return;
    }
    states.become(ConnectivityState.SHUTDOWN);
    idle.stop();
    closeSession();
    picks.use(Picker.of(PickResult.drop(closedStatus())));
    for (ChannelCall call : List.copyOf(unresolved)) {
      forget(call);
      call.fail(closedStatus());
    }
  }

  private void closeSession() {
    hearsay.leave();
    Session closing = session;
    session = null;
    if (closing != null) {
      closing.close();
    }
  }

  /** A resolver, a balancer or a listener threw: the channel fails all calls, and says why. */
  private void panic(Throwable cause) {
    Status status =
        Status.of(Code.INTERNAL, "the channel to " + target() + " failed: " + cause)
            .withCause(cause);
    states.failed(status);
    if (session != null) {
      session.silence(); // steps that wait already must not undo what follows
    }
    picks.use(Picker.of(PickResult.drop(status)));
    states.become(ConnectivityState.TRANSIENT_FAILURE);
    if (config == null) {
      configured(ResolvedConfig.of(core.setup.serviceConfig(), core.setup.balancers(), null));
    }
    core.serial.run(this::closeAfterPanic);
  }

  private void closeAfterPanic() {
    Session failed = session;
    if (failed != null) {
      failed.close();
    }
  }

  private Status closedStatus() {
    return Status.of(
        Code.CANCELLED, "the client is closed: the channel to " + target() + " is shut down");
  }
}
