package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.channel.AttemptTracker;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.ForwardingHelper;
import dev.toolkit.grpc.channel.Picker;

/** A pick_first that counts the attempts in flight. */
final class CountedChild extends ForwardingHelper implements Balancer, AttemptTracker {

  private final BalancerHelper helper;
  private final PickFirstBalancer leaf;
  private int inFlight;

  CountedChild(BalancerHelper helper) {
    super(helper);
    this.helper = helper;
    this.leaf = new PickFirstBalancer(this);
  }

  /** How many attempts are in flight, those on a connection that is draining included. */
  int inFlight() {
    return inFlight;
  }

  @Override
  public Status accept(BalancerUpdate update) {
    return leaf.accept(update);
  }

  @Override
  public void resolverFailed(Status failure) {
    leaf.resolverFailed(failure);
  }

  @Override
  public void exitIdle() {
    leaf.exitIdle();
  }

  @Override
  public void close() {
    leaf.close();
  }

  @Override
  public void update(ConnectivityState state, Picker picker) {
    boolean ready = state == ConnectivityState.READY;
    helper.update(state, ready ? new TrackingPicker(picker, this) : picker);
  }

  @Override
  public void started() {
    inFlight++;
  }

  @Override
  public void ended(Frame.Trailers trailers) {
    inFlight--;
  }
}
