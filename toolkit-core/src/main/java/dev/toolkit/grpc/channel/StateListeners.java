package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Timers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The state of a channel, why it is so, and who hears of it. */
final class StateListeners {

  private final ChannelCore core;
  private final List<Handler<ConnectivityState>> handlers = new ArrayList<>(0);
  private ConnectivityState state = ConnectivityState.IDLE;
  private Status lastFailure = Status.OK;

  StateListeners(ChannelCore core) {
    this.core = core;
  }

  ConnectivityState state() {
    return state;
  }

  /** Remembers why something failed; who waits for READY is told. */
  void failed(Status failure) {
    lastFailure = failure;
  }

  /** Takes another state; from SHUTDOWN there is none. */
  void become(ConnectivityState next) {
    ConnectivityState from = state;
    if (next == from || from == ConnectivityState.SHUTDOWN) {
      return;
    }
    state = next;
    core.event(new ChannelEvent.StateChanged(from, next));
    List.copyOf(handlers).forEach(handler -> handler.handle(next));
  }

  /** Adds who hears of each change; returns what takes him away. */
  Runnable add(Handler<ConnectivityState> handler) {
    handlers.add(handler);
    return () -> handlers.remove(handler);
  }

  /** Waits for READY. */
  Future<Void> awaitReady(Duration timeout, Timers timers) {
    if (state == ConnectivityState.READY) {
      return core.context.succeededFuture();
    }
    Promise<Void> ready = core.context.promise();
    Runnable timer =
        timers.set(timeout, () -> ready.tryFail(notReady("after " + timeout.toMillis() + " ms")));
    Runnable removal = add(next -> reached(next, ready));
    if (state == ConnectivityState.SHUTDOWN) {
      reached(state, ready);
    }
    return ready.future().onComplete(done -> run(timer, removal));
  }

  private static void run(Runnable first, Runnable second) {
    first.run();
    second.run();
  }

  private void reached(ConnectivityState next, Promise<Void> ready) {
    if (next == ConnectivityState.READY) {
      ready.tryComplete();
    } else if (next == ConnectivityState.SHUTDOWN) {
      ready.tryFail(notReady("the channel is shut down"));
    }
  }

  private StatusException notReady(String when) {
    String why = lastFailure.message().isEmpty() ? "" : ": " + lastFailure.message();
    String message = core.setup.target() + " is " + state + ", not ready " + when + why;
    return Status.of(Code.UNAVAILABLE, message).asException();
  }
}
