package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server of an HTTP/2 connection is still there, as far as can be told.
 *
 * <p>Runs on the connection's context only.
 */
final class ClientLiveness implements Line {

  /** What there is of the connection: its reads, its PINGs, its calls, and its end. */
  record Parts(
      Reads reads, Supplier<? extends Future<?>> ping, IntSupplier calls, Consumer<String> fail) {}

  private final Parts parts;
  private final Pings pings;
  private final @Nullable Duration time;
  private final @Nullable Keepalive keepalive;
  private final @Nullable Suspicion suspicion;

  ClientLiveness(Parts parts, Timers timers, KeepaliveTime keepaliveTime) {
    this.parts = parts;
    this.pings = new Pings(parts.ping());
    KeepaliveOptions options = keepaliveTime.options();
    Duration timeout = options.getTimeout();
    time = keepaliveTime.current();
    keepalive =
        time == null
            ? null
            : new Keepalive(this, timers, time, timeout, options.isPermitWithoutCalls());
    Duration doubt = options.getSuspicionTimeout();
    suspicion =
        options.isSuspicion()
            ? new Suspicion(this, timers, doubt.compareTo(timeout) < 0 ? doubt : timeout)
            : null;
  }

  /** The time of keepalive on this connection, null if it is off. */
  @Nullable Duration time() {
    return time;
  }

  /** A call began. */
  void began() {
    if (keepalive != null) {
      keepalive.began();
    }
  }

  /** A frame of HEADERS or DATA was received. */
  void heard() {
    if (suspicion != null) {
      suspicion.heard();
    }
  }

  /** A call's deadline passed that began after something was received last at a time. */
  void expired(long lastReadBefore) {
    if (suspicion != null) {
      suspicion.expired(lastReadBefore);
    }
  }

  /** Asks for a sign of life. */
  Future<Void> ping() {
    return pings.ping();
  }

  /** The connection is closed. */
  void closed(Throwable why) {
    pings.closed(why);
    if (keepalive != null) {
      keepalive.stop();
    }
    if (suspicion != null) {
      suspicion.stop();
    }
  }

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public long lastRead() {
    return parts.reads().last();
  }

  @Override
  public int calls() {
    return parts.calls().getAsInt();
  }

  @Override
  public Future<?> ask() {
    return parts.ping().get();
  }

  @Override
  public void fail(String why) {
    parts.fail().accept(why);
  }
}
