package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Status;
import io.vertx.core.net.SocketAddress;

/**
 * What somebody found out of one endpoint, for all who call it. A newer finding of the same address
 * and aspect takes the place of an older one.
 *
 * @param address where the endpoint is reached
 * @param aspect in which respect
 * @param status OK if it is well, else why it is not
 */
public record EndpointFinding(SocketAddress address, Aspect aspect, Status status) {

  /** Whether the endpoint is well in this respect. */
  public boolean isWell() {
    return status.isOk();
  }

  /** A respect in which an endpoint can be well or not. */
  public enum Aspect {
    /** Whether it can be connected to, and keeps its connections. */
    CONNECTION,
    /** Whether it says that it serves. */
    HEALTH,
    /** Whether its answers are such that a balancer has ejected it. */
    ANSWERS
  }
}
