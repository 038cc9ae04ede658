package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connecting;
import dev.toolkit.grpc.transport.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of one subchannel, and the one attempt to open another. */
final class Connections {

  /** Hears of the connections, on the channel's event loop. */
  interface Listener {

    /** A connection is open. */
    void opened();

    /** A connection could not be opened; the next attempt may begin after a time. */
    void failed(Status failure, Duration wait);

    /** A connection takes no calls any more. */
    void lost(Status reason);

    /** There may be room for a call. */
    void roomLeft();
  }

  /** What calls get that are under way when their subchannel is given up. */
  private static final Duration UNTIL_CALLS_END = Duration.ofDays(30);

  private final ChannelCore core;
  private final ConnectRequest request;
  private final Listener listener;
  private final Backoff backoff;
  private final List<Connection> open = new ArrayList<>(1);
  private @Nullable Connecting connecting;
  private boolean closed;

  Connections(ChannelCore core, Endpoint endpoint, ConnectRequest request, Listener listener) {
    this.core = core;
    this.request = withAuthority(request, endpoint.attributes());
    this.listener = listener;
    this.backoff = new Backoff(core.means.random()::nextDouble);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  int size() {
    return open.size();
  }

  boolean isConnecting() {
    return connecting != null;
  }

  /** A connection with room for a call, or null. */
  @Nullable Connection withRoom() {
    for (int i = 0; i < open.size(); i++) {
      Connection connection = open.get(i);
      if (connection.activeCalls() < connection.capacity()) {
        return connection;
      }
    }
    return null;
  }

  /** Opens one more connection; not while one is being opened. */
  void connect() {
    long start = core.means.nanoTime().getAsLong();
    Duration wait = backoff.next();
    Duration timeout = wait.compareTo(request.timeout()) > 0 ? wait : request.timeout();
    Connecting attempt =
        core.setup
            .transport()
            .connect(new ConnectRequest(request.address(), request.authority(), timeout));
    connecting = attempt;
    attempt
        .connection()
        .onComplete(
            connection -> core.serial.run(() -> opened(connection)),
            cause -> core.serial.run(() -> failed(cause, wait, start)));
  }

  /** Forgets how often it failed. */
  void resetBackoff() {
    backoff.reset();
  }

  /** Opens nothing more, and lets calls end on what is open. */
  void close() {
    closed = true;
    if (connecting != null) {
      connecting.abort();
    }
    var leaving = List.copyOf(open);
    open.clear();
    leaving.forEach(connection -> connection.shutdown(UNTIL_CALLS_END));
  }

  private void opened(Connection connection) {
    connecting = null;
    core.add(connection);
    connection.closeHandler(reason -> core.serial.run(() -> closed(connection, reason)));
    if (closed) {
      connection.shutdown(Duration.ZERO);
      return;
    }
    backoff.reset();
    open.add(connection);
    connection.drainHandler(reason -> core.serial.run(() -> drained(connection, reason)));
    connection.roomHandler(v -> listener.roomLeft());
    listener.opened();
  }

  private void drained(Connection connection, Status reason) {
    if (open.remove(connection)) {
      listener.lost(reason);
    }
  }

  private void closed(Connection connection, Status reason) {
    core.remove(connection);
    drained(connection, reason);
  }

  private void failed(Throwable cause, Duration wait, long start) {
    connecting = null;
    if (!closed) {
      long passed = core.means.nanoTime().getAsLong() - start;
      listener.failed(failure(cause), wait.minusNanos(Math.min(passed, wait.toNanos())));
    }
  }

  private Status failure(Throwable cause) {
    String message = "cannot connect to " + request.address() + ": " + reason(cause);
    return Status.of(Code.UNAVAILABLE, message).withCause(cause);
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

  private static ConnectRequest withAuthority(ConnectRequest request, Attributes attributes) {
    String authority = attributes.get(Endpoint.AUTHORITY);
    return authority == null
        ? request
        : new ConnectRequest(request.address(), authority, request.timeout());
  }
}
