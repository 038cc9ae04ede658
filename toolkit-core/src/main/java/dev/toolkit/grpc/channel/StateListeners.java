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
import org.jspecify.annotations.Nullable;

/** The state of a channel, why it is so, and who hears of it. */
final class StateListeners {

  private final ChannelCore core;
  private final List<Handler<ConnectivityState>> handlers = new ArrayList<>(0);
  private volatile ConnectivityState state = ConnectivityState.IDLE;
  private Status lastFailure = Status.OK;

  StateListeners(ChannelCore core) {
    this.core = core;
  }

  ConnectivityState state() {
    return state;
  }

  /** Why the channel is not READY, as far as it is known; OK if nothing has failed since it was. */
  Status lastFailure() {
    return lastFailure;
  }

  /** Remembers why something failed; who waits for READY is told. */
  void failed(Status failure) {
    lastFailure = failure;
  }

  /**
   * Takes another state; from SHUTDOWN there is none. What a handler throws is its context's
   * matter.
   */
  void become(ConnectivityState next) {
    ConnectivityState from = state;
    if (next == from || from == ConnectivityState.SHUTDOWN) {
      return;
    }
    state = next;
    if (next == ConnectivityState.READY) {
      lastFailure = Status.OK;
    }
    core.event(new ChannelEvent.StateChanged(from, next));
    List.copyOf(handlers).forEach(handler -> core.context.dispatch(next, handler));
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
    if (state == ConnectivityState.SHUTDOWN) {
      return core.context.failedFuture(notReady(", and never will be"));
    }
    var waiting = new Waiting();
    waiting.timer =
        timers.set(timeout, () -> waiting.end(notReady(" after " + timeout.toMillis() + " ms")));
    handlers.add(waiting);
    return waiting.ready.future();
  }

  private StatusException notReady(String when) {
    String why = lastFailure.message().isEmpty() ? "" : ": " + lastFailure.message();
    String message = core.setup.target() + " is " + state + ", not ready" + when + why;
    return Status.of(Code.UNAVAILABLE, message).asException();
  }

  /** Somebody who waits for READY. */
  private final class Waiting implements Handler<ConnectivityState> {

    private final Promise<Void> ready = core.context.promise();
    private @Nullable Runnable timer;

    @Override
    public void handle(ConnectivityState next) {
      if (next == ConnectivityState.READY) {
        end(null);
      } else if (next == ConnectivityState.SHUTDOWN) {
        end(notReady(", and never will be"));
      }
    }

    void end(@Nullable StatusException failure) {
      timer.run();
      handlers.remove(this);
      if (failure == null) {
        ready.complete();
      } else {
        ready.fail(failure);
      }
    }
  }
}
