package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connecting;
import dev.toolkit.grpc.transport.Connection;
import dev.toolkit.grpc.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one address, usually one.
 *
 * <p>It connects when told to; after a failure it is in TRANSIENT_FAILURE for the time of the
 * backoff, then IDLE. A connection that drains is kept until it closes, but takes no call. Runs on
 * the channel's event loop.
 */
final class SubchannelImpl {

  /** Hears of a subchannel, on its event loop. */
  interface Listener {

    /** There may be room for a call, or it may be worth while to connect again. */
    void roomLeft();

    /** There is no connection, and none could be opened. */
    void connectFailed(Status failure);
  }

  private final ContextInternal context;
  private final Transport transport;
  private final ConnectRequest request;
  private final int maxConnections;
  private final Timers timers;
  private final Backoff backoff;
  private final List<Connection> open = new ArrayList<>(1);
  private final List<Connection> draining = new ArrayList<>(1);
  private @Nullable Listener listener;
  private @Nullable Connecting connecting;
  private @Nullable Runnable backoffTimer;
  private ConnectivityState state = ConnectivityState.IDLE;
  private Status lastFailure = Status.OK;

  SubchannelImpl(
      ContextInternal context,
      Transport transport,
      ConnectRequest request,
      int maxConnections,
      Timers timers,
      Backoff backoff) {
    this.context = context;
    this.transport = transport;
    this.request = request;
    this.maxConnections = maxConnections;
    this.timers = timers;
    this.backoff = backoff;
  }

  /** Sets who hears of this subchannel; set once, before anything else. */
  void listener(Listener listener) {
    this.listener = listener;
  }

  String target() {
    return request.authority();
  }

  ConnectivityState state() {
    return state;
  }

  /** Why the last attempt to connect failed. */
  Status lastFailure() {
    return lastFailure;
  }

  /** A connection with room for a call, or null. */
  @Nullable Connection pick() {
    for (int i = 0; i < open.size(); i++) {
      Connection connection = open.get(i);
      if (connection.activeCalls() < connection.capacity()) {
        return connection;
      }
    }
    return null;
  }

  /**
   * Opens a connection, unless one is being opened, as many as may be are open, or it's too soon.
   */
  void connect() {
    if (state == ConnectivityState.SHUTDOWN
        || connecting != null
        || backoffTimer != null
        || open.size() >= maxConnections) {
      return;
    }
    if (open.isEmpty()) {
      become(ConnectivityState.CONNECTING);
    }
    context.dispatch(this::openConnection);
  }

  /** Ends all connections, within a grace. */
  Future<Void> shutdown(Duration grace) {
    become(ConnectivityState.SHUTDOWN);
    if (backoffTimer != null) {
      backoffTimer.run();
      backoffTimer = null;
    }
    if (connecting != null) {
      connecting.abort();
    }
    var closed = new ArrayList<Future<Void>>();
    draining.addAll(open);
    open.clear();
    List.copyOf(draining).forEach(connection -> closed.add(connection.shutdown(grace)));
    return Future.join(closed).mapEmpty();
  }

  private void become(ConnectivityState next) {
    if (state != ConnectivityState.SHUTDOWN) {
      state = next;
    }
  }

  private void openConnection() {
    Connecting attempt = transport.connect(request);
    connecting = attempt;
    attempt.connection().onComplete(this::opened, this::failed);
  }

  private void opened(Connection connection) {
    connecting = null;
    if (state == ConnectivityState.SHUTDOWN) {
      connection.shutdown(Duration.ZERO);
      return;
    }
    backoff.reset();
    open.add(connection);
    become(ConnectivityState.READY);
    connection.drainHandler(reason -> drain(connection));
    connection.closeHandler(reason -> close(connection));
    connection.roomHandler(v -> listener.roomLeft());
    listener.roomLeft();
  }

  private void drain(Connection connection) {
    if (open.remove(connection)) {
      draining.add(connection);
      lost();
    }
  }

  private void close(Connection connection) {
    draining.remove(connection);
    if (open.remove(connection)) {
      lost();
    }
  }

  private void lost() {
    if (open.isEmpty()) {
      become(connecting == null ? ConnectivityState.IDLE : ConnectivityState.CONNECTING);
    }
    listener.roomLeft();
  }

  private void failed(Throwable cause) {
    connecting = null;
    if (state == ConnectivityState.SHUTDOWN) {
      return;
    }
    lastFailure =
        Status.of(Code.UNAVAILABLE, "cannot connect to " + target() + ": " + reason(cause))
            .withCause(cause);
    backoffTimer = timers.set(backoff.next(), this::backoffEnded);
    if (open.isEmpty()) {
      become(ConnectivityState.TRANSIENT_FAILURE);
      listener.connectFailed(lastFailure);
    }
  }

  private void backoffEnded() {
    backoffTimer = null;
    if (open.isEmpty()) {
      become(ConnectivityState.IDLE);
    }
    listener.roomLeft();
  }

  private static String reason(Throwable failure) {
    Status status = Status.of(failure);
    if (!status.message().isEmpty()) {
      return status.message();
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }
}
