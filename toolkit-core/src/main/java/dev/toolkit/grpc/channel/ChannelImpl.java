package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of a channel, and the queue of those that wait. Runs on the channel's event loop. */
final class ChannelImpl implements Channel, SubchannelImpl.Listener {

  private final SubchannelImpl subchannel;
  private final ChannelOptions options;
  private final Timers timers;
  private final @Nullable Function<CallHead, AttemptListener> listeners;
  private final Set<ChannelCall> waiting = new LinkedHashSet<>();

  ChannelImpl(
      SubchannelImpl subchannel,
      ChannelOptions options,
      Timers timers,
      @Nullable Function<CallHead, AttemptListener> listeners) {
    this.subchannel = subchannel;
    this.options = options;
    this.timers = timers;
    this.listeners = listeners;
    subchannel.listener(this);
  }

  @Override
  public String target() {
    return subchannel.target();
  }

  @Override
  public ConnectivityState state() {
    return subchannel.state();
  }

  @Override
  public GrpcStream invoke(CallHead head) {
    var call = new ChannelCall(this, head);
    call.start();
    return call;
  }

  @Override
  public Future<Void> shutdown(Duration grace) {
    Future<Void> closed = subchannel.shutdown(grace);
    for (ChannelCall call : List.copyOf(waiting)) {
      waiting.remove(call);
      call.fail(closedStatus());
    }
    return closed;
  }

  /** Runs a call on a connection with room, has it wait for one, or fails it. */
  void admit(ChannelCall call) {
    Connection connection = waiting.isEmpty() ? subchannel.pick() : null;
    if (connection != null) {
      call.run(connection);
    } else if (subchannel.state() == ConnectivityState.SHUTDOWN) {
      call.fail(closedStatus());
    } else if (subchannel.state() == ConnectivityState.TRANSIENT_FAILURE && !call.waitsForReady()) {
      call.fail(subchannel.lastFailure());
    } else if (waiting.size() >= options.maxQueuedCalls()) {
      call.fail(queueFull());
    } else {
      waiting.add(call);
      subchannel.connect();
    }
  }

  /** Takes a call out of the queue. */
  void forget(ChannelCall call) {
    waiting.remove(call);
  }

  /** What a call that is in the queue waits for, to be said in a message. */
  String awaited() {
    return subchannel.state() == ConnectivityState.READY
        ? "room on the connection to " + target()
        : "a connection to " + target();
  }

  ChannelOptions options() {
    return options;
  }

  Timers timers() {
    return timers;
  }

  @Nullable Function<CallHead, AttemptListener> listeners() {
    return listeners;
  }

  @Override
  public void roomLeft() {
    while (!waiting.isEmpty()) {
      Connection connection = subchannel.pick();
      if (connection == null) {
        subchannel.connect();
        return;
      }
      var calls = waiting.iterator();
      ChannelCall call = calls.next();
      calls.remove();
      call.run(connection);
    }
  }

  @Override
  public void connectFailed(Status failure) {
    for (ChannelCall call : List.copyOf(waiting)) {
      if (!call.waitsForReady() && waiting.remove(call)) {
        call.fail(failure);
      }
    }
  }

  private Status queueFull() {
    return Status.of(
        Code.RESOURCE_EXHAUSTED,
        waiting.size()
            + " calls wait for "
            + awaited()
            + ", maxQueuedCalls is "
            + options.maxQueuedCalls());
  }

  private Status closedStatus() {
    return Status.of(
        Code.CANCELLED, "the client is closed: the channel to " + target() + " is shut down");
  }
}
