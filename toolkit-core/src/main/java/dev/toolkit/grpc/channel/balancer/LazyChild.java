package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import org.jspecify.annotations.Nullable;

/** A pick_first that is IDLE, and has no subchannel, until somebody wants it to connect. */
final class LazyChild implements Balancer {

  private final BalancerHelper helper;
  private @Nullable BalancerUpdate update;
  private @Nullable PickFirstBalancer leaf;
  private boolean closed;

  LazyChild(BalancerHelper helper) {
    this.helper = helper;
  }

  @Override
  public Status accept(BalancerUpdate newer) {
    if (leaf != null) {
      return leaf.accept(newer);
    }
    update = newer;
    helper.update(ConnectivityState.IDLE, this::leaveIdle);
    return Status.OK;
  }

  @Override
  public void resolverFailed(Status failure) {
    if (leaf != null) {
      leaf.resolverFailed(failure);
    }
  }

  @Override
  public void exitIdle() {
    if (leaf != null) {
      leaf.exitIdle();
    } else if (update != null && !closed) {
      leaf = new PickFirstBalancer(helper);
      leaf.accept(update);
      update = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    if (leaf != null) {
      leaf.close();
    }
  }

  private PickResult leaveIdle(PickArgs args) {
    exitIdle();
    return PickResult.QUEUE;
  }
}
