package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.channel.AttemptTracker;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.ForwardingHelper;
import dev.toolkit.grpc.channel.Picker;
import dev.toolkit.grpc.channel.Subchannel;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A pick_first whose server reports its load. */
final class WeightedChild extends ForwardingHelper implements Balancer, AttemptTracker {

  private static final Runnable NO_WATCH = () -> {};

  private final BalancerHelper helper;
  private final WeightedRoundRobinBalancer parent;
  private final PickFirstBalancer leaf;
  private final EndpointWeight weight = new EndpointWeight();
  private @Nullable Subchannel selected;
  private Runnable watch = NO_WATCH;

  WeightedChild(BalancerHelper helper, WeightedRoundRobinBalancer parent) {
    super(helper);
    this.helper = helper;
    this.parent = parent;
    this.leaf = new PickFirstBalancer(this);
  }

  EndpointWeight weight() {
    return weight;
  }

  /** Asks the server for reports as the configuration of the parent says now. */
  void watchAgain() {
    stopWatch();
    WeightedConfig config = parent.config();
    if (selected != null && config.outOfBand()) {
      watch = parent.source().watch(selected.calls(), config.reportingPeriod(), this::report);
    }
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
    stopWatch();
    leaf.close();
  }

  @Override
  public Subchannel createSubchannel(
      SocketAddress address, Endpoint endpoint, Consumer<Subchannel.State> listener) {
    var watched = new Watched(listener);
    watched.subchannel = super.createSubchannel(address, endpoint, watched);
    return watched.subchannel;
  }

  @Override
  public void update(ConnectivityState state, Picker picker) {
    boolean ready = state == ConnectivityState.READY;
    helper.update(state, ready ? new TrackingPicker(picker, this) : picker);
  }

  @Override
  public void ended(Frame.Trailers trailers) {
    if (!parent.config().outOfBand()) {
      LoadReport load = parent.reportOf(trailers.metadata());
      if (load != null) {
        report(load);
      }
    }
  }

  private void report(LoadReport load) {
    weight.report(load, parent.config().errorPenalty(), nanoTime());
  }

  private void changed(Subchannel subchannel, ConnectivityState state) {
    if (state == ConnectivityState.READY && selected == null) {
      selected = subchannel;
      weight.reset();
      watchAgain();
    } else if (state != ConnectivityState.READY && selected == subchannel) {
      selected = null;
      stopWatch();
    }
  }

  private void stopWatch() {
    watch.run();
    watch = NO_WATCH;
  }

  /** Hears of a subchannel before its owner does. */
  private final class Watched implements Consumer<Subchannel.State> {

    private final Consumer<Subchannel.State> listener;
    private @Nullable Subchannel subchannel;

    Watched(Consumer<Subchannel.State> listener) {
      this.listener = listener;
    }

    @Override
    public void accept(Subchannel.State state) {
      if (subchannel != null) {
        changed(subchannel, state.connectivity());
      }
      listener.accept(state);
    }
  }
}
