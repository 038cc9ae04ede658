package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the parts of one channel have in common: its context, its means and its connections. */
final class ChannelCore {

  /** The channel, as its parts need it. */
  interface Owner {

    /** Picks again for attempts that waited for room on a subchannel. */
    void pickAgain(Collection<WaitingAttempt> attempts);

    /** Asks the resolver to look again. */
    void resolveNow();
  }

  /** The clock and the dice, which a test turns. */
  record Means(Timers timers, LongSupplier nanoTime, RandomGenerator random) {}

  final ContextInternal context;
  final ChannelSetup setup;
  final Means means;
  final Serial serial;
  private final Owner owner;
  private final Set<SubchannelImpl> subchannels = new HashSet<>();
  private final Set<Connection> connections = new HashSet<>();
  private @Nullable String healthService;
  private int connectionsPerSubchannel = 1;
  private int waitingCalls;

  ChannelCore(
      ContextInternal context, ChannelSetup setup, Means means, Serial serial, Owner owner) {
    this.context = context;
    this.setup = setup;
    this.means = means;
    this.serial = serial;
    this.owner = owner;
  }

  Owner owner() {
    return owner;
  }

  Timers timers() {
    return means.timers;
  }

  void event(ChannelEvent event) {
    setup.listener().happened(event);
  }

  /** Takes what a service config says of connections. */
  void configure(@Nullable String healthService, int connectionsPerSubchannel) {
    this.healthService = healthService;
    this.connectionsPerSubchannel = connectionsPerSubchannel;
  }

  /** The service whose health is asked for; null if none is. */
  @Nullable String healthService() {
    return setup.healthChecker() == null ? null : healthService;
  }

  /**
   * How many connections a subchannel may open: what the user says or, up to a limit, the config.
   */
  int maxConnections() {
    int byConfig = Math.min(connectionsPerSubchannel, ChannelOptions.MAX_CONNECTIONS_BY_CONFIG);
    return Math.max(byConfig, setup.options().maxConnections());
  }

  /** Counts calls and attempts that begin, or cease, to wait anywhere in the channel. */
  void waits(int more) {
    waitingCalls += more;
  }

  /** How many calls and attempts wait. */
  int waitingCalls() {
    return waitingCalls;
  }

  /** What a call fails with that must wait while too many do. */
  Status queueFull() {
    String limit = "maxQueuedCalls is " + setup.options().maxQueuedCalls();
    return Status.of(
        Code.RESOURCE_EXHAUSTED, waitingCalls + " calls wait for " + setup.target() + ", " + limit);
  }

  void add(SubchannelImpl subchannel) {
    subchannels.add(subchannel);
  }

  void remove(SubchannelImpl subchannel) {
    subchannels.remove(subchannel);
  }

  /** The subchannels that are not shut down. */
  List<SubchannelImpl> subchannels() {
    return List.copyOf(subchannels);
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  void remove(Connection connection) {
    connections.remove(connection);
  }

  /** Ends all connections, those that drain as well. */
  Future<Void> shutdown(Duration grace) {
    var closed = new ArrayList<Future<Void>>();
    List.copyOf(connections).forEach(connection -> closed.add(connection.shutdown(grace)));
    return Future.join(closed).mapEmpty();
  }
}
