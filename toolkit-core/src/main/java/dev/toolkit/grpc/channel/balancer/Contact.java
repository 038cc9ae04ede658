package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.net.SocketAddress;
import java.util.function.BiConsumer;

/** A subchannel of pick_first, and what it has said of itself. */
final class Contact {

  /** A change of a contact's state. */
  interface Listener extends BiConsumer<Contact, Subchannel.State> {}

  private final Subchannel subchannel;
  private ConnectivityState state = ConnectivityState.IDLE;
  private Status failure = Status.OK;
  private boolean failedInPass;

  /** Makes a subchannel for an address. */
  Contact(BalancerHelper helper, AddressList.Candidate candidate, Listener listener) {
    this.subchannel =
        helper.createSubchannel(
            candidate.address(), candidate.endpoint(), next -> listener.accept(this, next));
  }

  SocketAddress address() {
    return subchannel.address();
  }

  Subchannel subchannel() {
    return subchannel;
  }

  /** What the listener heard last. */
  ConnectivityState state() {
    return state;
  }

  /** Why it could not connect the last time. */
  Status failure() {
    return failure;
  }

  /** Whether it failed since the pass over the addresses began. */
  boolean failedInPass() {
    return failedInPass;
  }

  void beginPass() {
    failedInPass = false;
  }

  void markFailed() {
    failedInPass = true;
  }

  /** Takes a new state; returns the one before. */
  ConnectivityState become(Subchannel.State next) {
    ConnectivityState before = state;
    state = next.connectivity();
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      failedInPass = true;
      failure = next.failure().isOk() ? unknown() : next.failure();
    }
    return before;
  }

  private Status unknown() {
    return Status.of(Code.UNAVAILABLE, "can't connect to " + address());
  }
}
