package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.call.Timers;
import io.netty.handler.codec.http2.Http2Connection;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a connection of HTTP/2 to a server lives: whether its client is still there and keeps to
 * the PINGs it may send, how old it gets, and how it ends.
 *
 * <p>Runs on the connection's context only.
 */
final class ServerLiveness implements Line, Drain.Line {

  private static final System.Logger LOG = System.getLogger(ServerLiveness.class.getName());

  private static final long ENHANCE_YOUR_CALM = 0xb; // ENHANCE_YOUR_CALM
  private static final long DRAIN_PING = 0x0601080003030909L;
  private static final int PING_BYTES = 8;

  private final HttpServerConnection connection;
  private final ServerConnection sender;
  private final Http2Connection streams;
  private final Reads reads;
  private final PingPolicy policy;
  private final Keepalive keepalive;
  private final Drain drain;
  private final ConnectionAge age;

  ServerLiveness(
      HttpServerConnection connection, ServerConnection sender, ServerKeepaliveOptions options) {
    this.connection = connection;
    this.sender = sender;
    this.streams = NettyPipeline.streams(connection);
    this.reads = NettyPipeline.watchReads(connection);
    ContextInternal context = connection.context();
    Timers timers = new ContextTimers(context);
    policy =
        new PingPolicy(
            options.getMinPingInterval(),
            options.isPermitPingsWithoutCalls(),
            options.getMaxPingStrikes());
    keepalive = new Keepalive(this, timers, options.getTime(), options.getTimeout(), true);
    drain = new Drain(this, timers);
    age =
        new ConnectionAge(
            drain, this, timers, options, () -> ThreadLocalRandom.current().nextDouble());
    connection.pingHandler(data -> pinged());
    var events = new ServerEvents(context);
    NettyPipeline.addBefore(connection, "grpc-shutdown", events.shutdown(this::shutdown));
    streams.addListener(events.streamClosed(this::streamClosed));
  }

  /** Takes no new calls; those under way may end within the grace. */
  void shutdown(Duration grace) {
    drain.start("graceful_stop", grace);
  }

  /** The connection is closed. */
  void closed() {
    keepalive.stop();
    age.closed();
    drain.closed();
  }

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public long lastRead() {
    return reads.last();
  }

  @Override
  public int calls() {
    return streams.numActiveStreams();
  }

  @Override
  public Future<?> ask() {
    return connection.ping(Buffer.buffer(new byte[PING_BYTES]));
  }

  @Override
  public void fail(String why) {
    LOG.log(
        System.Logger.Level.INFO,
        "closing the connection to " + connection.remoteAddress() + ": " + why);
    NettyPipeline.drop(connection);
  }

  @Override
  public Future<Void> ping() {
    return connection.ping(Buffer.buffer().appendLong(DRAIN_PING)).mapEmpty();
  }

  /** What replaces the deprecated method closes the connection. */
  @Override
  @SuppressWarnings("deprecation")
  public void goAway(int lastStreamId, String why) {
    connection.goAway(0, lastStreamId, Buffer.buffer(why));
  }

  @Override
  public void close() {
    connection.shutdown(Duration.ZERO).onFailure(Failures::logLate);
  }

  private void streamClosed() {
    age.streamClosed();
    drain.streamClosed();
  }

  @SuppressWarnings("deprecation")
  private void pinged() {
    if (policy.isTooMany(now(), calls(), sender.takeSent())) {
      connection.pingHandler(null); // more of them arrive until the connection is closed
      LOG.log(
          System.Logger.Level.INFO,
          "closing the connection to " + connection.remoteAddress() + ": too many pings");
      connection.goAway(ENHANCE_YOUR_CALM, Drain.LAST_STREAM, Buffer.buffer("too_many_pings"));
      close();
    }
  }
}
