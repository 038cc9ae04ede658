package dev.toolkit.grpc.client;

import dev.toolkit.grpc.channel.Channel;
import dev.toolkit.grpc.channel.ConnectivityState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of the channel of one event loop, for a context that may be of another one.
 *
 * @param caller the context of who asks, where he is answered
 * @param loop a context of the channel's event loop
 * @param channel the channel
 */
record LoopState(ContextInternal caller, ContextInternal loop, Channel channel) {

  void connect() {
    loop.emit(v -> channel.connect());
  }

  Future<Void> awaitReady(Duration timeout) {
    Promise<Void> ready = caller.promise();
    loop.emit(v -> channel.awaitReady(timeout).onComplete(ready));
    return ready.future();
  }

  /** Has a handler hear of each change, on the context of the caller; returns what ends it. */
  Runnable handle(Handler<ConnectivityState> handler) {
    var hearing = new Hearing(handler);
    loop.emit(v -> hearing.begin());
    return hearing::end;
  }

  /** A handler that hears of each change. */
  private final class Hearing {

    private final Handler<ConnectivityState> handler;
    private volatile boolean ended;
    private @Nullable Runnable removal; // on the loop

    Hearing(Handler<ConnectivityState> handler) {
      this.handler = handler;
    }

    void begin() {
      if (!ended) {
        removal = channel.stateHandler(state -> caller.emit(state, this::changed));
      }
    }

    void end() {
      ended = true;
      loop.emit(v -> remove());
    }

    private void changed(ConnectivityState state) {
      if (!ended) {
        handler.handle(state);
      }
    }

    private void remove() {
      if (removal != null) {
        removal.run();
      }
    }
  }
}
