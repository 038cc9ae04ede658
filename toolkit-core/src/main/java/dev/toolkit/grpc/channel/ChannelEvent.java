package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import io.vertx.core.net.SocketAddress;
import java.util.function.IntToDoubleFunction;

/** Something that happened to a channel, for logs, metrics and whoever shares what it knows. */
public sealed interface ChannelEvent {

  /** The channel came into another state. */
  record StateChanged(ConnectivityState from, ConnectivityState to) implements ChannelEvent {}

  /** The resolver found endpoints. */
  record Resolved(int endpoints) implements ChannelEvent {}

  /** The resolver failed, or found what is of no use. */
  record ResolutionFailed(Status failure) implements ChannelEvent {}

  /**
   * A subchannel came into another state.
   *
   * @param address where it connects to
   * @param from the state before
   * @param to the state now
   * @param reason why it failed or lost its connection; OK otherwise
   */
  record SubchannelChanged(
      SocketAddress address, ConnectivityState from, ConnectivityState to, Status reason)
      implements ChannelEvent {}

  /**
   * A server has said whether it serves, where it is asked for its health. See gRFC A17.
   *
   * @param address where it is
   * @param status OK if it serves, else what it said
   */
  record HealthChanged(SocketAddress address, Status status) implements ChannelEvent {}

  /**
   * All connections of a subchannel are full, and calls begin to wait for room. See gRFC A105.
   *
   * @param address where it connects to
   * @param connections how many are open
   */
  record CallsQueued(SocketAddress address, int connections) implements ChannelEvent {}

  /**
   * A balancer took a server out of its choice, or back.
   *
   * @param endpoint the server
   * @param ejected true if it was taken out
   * @param reason why, in words
   */
  record EjectionChanged(Endpoint endpoint, boolean ejected, String reason)
      implements ChannelEvent {}

  /**
   * A policy counted something, such as that it fell back to equal weights.
   *
   * @param policy the name of the policy
   * @param what the name of the count, as gRFC A78 names it
   * @param count how much
   */
  record PolicyCounted(String policy, String what, long count) implements ChannelEvent {}

  /**
   * A policy measured something of several endpoints, such as their weights.
   *
   * @param policy the name of the policy
   * @param what the name of the measure, as gRFC A78 names it
   * @param count how many values there are
   * @param values the values, from 0 to below the count
   */
  record PolicyMeasured(String policy, String what, int count, IntToDoubleFunction values)
      implements ChannelEvent {}
}
