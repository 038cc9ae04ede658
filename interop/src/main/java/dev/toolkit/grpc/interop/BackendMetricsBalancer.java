package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.call.LoadReportSource;
import dev.toolkit.grpc.channel.AttemptTracker;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.ForwardingHelper;
import dev.toolkit.grpc.channel.PickArgs;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import dev.toolkit.grpc.channel.Subchannel;
import dev.toolkit.grpc.channel.balancer.PickFirstProvider;
import dev.toolkit.grpc.orca.LoadReports;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A pick_first that hands load reports to the calls. Runs on the channel's event loop only. */
final class BackendMetricsBalancer extends ForwardingHelper implements Balancer {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final BalancerHelper helper;
  private final LoadReportSource source;
  private final Balancer child;
  private final Map<SocketAddress, Runnable> watches = new HashMap<>();
  private LoadReport latest = LoadReport.EMPTY;

  BackendMetricsBalancer(BalancerHelper helper, LoadReportSource source) {
    super(helper);
    this.helper = helper;
    this.source = source;
    this.child = new PickFirstProvider().create(this);
  }

  @Override
  public Status accept(BalancerUpdate update) {
    return child.accept(update);
  }

  @Override
  public void resolverFailed(Status failure) {
    child.resolverFailed(failure);
  }

  @Override
  public void exitIdle() {
    child.exitIdle();
  }

  @Override
  public void close() {
    watches.values().forEach(Runnable::run);
    watches.clear();
    child.close();
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
    helper.update(state, args -> tracked(picker.pick(args), args));
  }

  private PickResult tracked(PickResult result, PickArgs args) {
    return result instanceof PickResult.To to
        ? new PickResult.To(to.subchannel(), to.metadata(), new Handing(args))
        : result;
  }

  private void changed(Subchannel subchannel, ConnectivityState state) {
    Runnable former = watches.remove(subchannel.address());
    if (former != null) {
      former.run();
    }
    if (state == ConnectivityState.READY) {
      watches.put(
          subchannel.address(),
          source.watch(subchannel.calls(), INTERVAL, report -> latest = report));
    }
  }

  /** Gives an attempt its report when it ends; pick_first has no tracker of its own. */
  private final class Handing implements AttemptTracker {

    private final PickArgs args;

    Handing(PickArgs args) {
      this.args = args;
    }

    @Override
    public void ended(Frame.Trailers trailers) {
      LoadReport own = LoadReports.fromTrailers(trailers.metadata());
      boolean says = own != null && !own.equals(LoadReport.EMPTY);
      BackendMetrics.hand(args.head().attributes(), says ? own : latest);
    }
  }

  /** Hears of a subchannel before pick_first does. */
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
