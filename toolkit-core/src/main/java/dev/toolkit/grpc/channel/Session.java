package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.config.ServiceConfig;
import org.jspecify.annotations.Nullable;

/**
 * The resolver and the balancer of a channel, from when it leaves IDLE until it is IDLE again.
 *
 * <p>A resolution with a wrong service config is of no use as a whole: what was before goes on. See
 * gRFC A21.
 */
final class Session implements Resolver.Listener {

  /** Hears of the session, on the channel's event loop. */
  interface Listener {

    /** Calls go by this config from now on. */
    void configured(ResolvedConfig config);

    /** The balancer says how it stands. */
    void updated(ConnectivityState state, Picker picker);
  }

  private final ChannelCore core;
  private final Listener listener;
  private final Balancer balancer;
  private final Resolver resolver;
  private @Nullable ResolvedConfig config;
  private boolean silent;
  private boolean closed;

  Session(ChannelCore core, Listener listener) {
    this.core = core;
    this.listener = listener;
    this.balancer = new GracefulSwitchBalancer(new RootHelper(core, this));
    this.resolver = core.setup.resolvers().get();
  }

  /** Begins to resolve; called once. */
  void start() {
    resolver.start(this);
  }

  void exitIdle() {
    balancer.exitIdle();
  }

  void resolveNow() {
    if (!silent) {
      resolver.resolveNow();
    }
  }

  /** Hears nothing more of resolver and balancer, which are to be closed. */
  void silence() {
    silent = true;
  }

  /** Closes resolver and balancer, once; what they throw is the context's matter. */
  void close() {
    silence();
    if (!closed) {
      closed = true;
      core.context.dispatch(resolver::close);
      core.context.dispatch(balancer::close);
    }
  }

  @Override
  public Status resolved(Resolution resolution) {
    return silent ? Status.OK : core.serial.call(() -> take(resolution));
  }

  @Override
  public void failed(Status failure) {
    if (!silent) {
      core.serial.run(() -> resolverFailed(failure));
    }
  }

  /** The balancer has chosen how calls are picked. */
  void updated(ConnectivityState state, Picker picker) {
    if (!silent) {
      listener.updated(state, picker);
    }
  }

  private Status take(Resolution resolution) {
    ResolvedConfig next;
    try {
      next = read(resolution);
    } catch (IllegalArgumentException e) {
      return refuse(e);
    }
    core.event(new ChannelEvent.Resolved(resolution.endpoints().size()));
    configure(next);
    Status status =
        balancer.accept(
            new BalancerUpdate(resolution.endpoints(), next.policy(), resolution.attributes()));
    if (status.code() != Code.OK) {
      core.event(new ChannelEvent.ResolutionFailed(status));
    }
    return status;
  }

  private ResolvedConfig read(Resolution resolution) {
    String text = core.setup.options().serviceConfigLookup() ? resolution.serviceConfig() : null;
    ServiceConfig found = text == null ? core.setup.serviceConfig() : ServiceConfig.parse(text);
    return ResolvedConfig.of(
        found, core.setup.balancers(), resolution.attributes().get(ConfigSelector.KEY));
  }

  private Status refuse(IllegalArgumentException cause) {
    Status status =
        Status.of(
            Code.UNAVAILABLE, "the resolver's service config is wrong: " + cause.getMessage());
    core.event(new ChannelEvent.ResolutionFailed(status));
    if (config == null) {
      listener.updated(ConnectivityState.TRANSIENT_FAILURE, Picker.of(PickResult.fail(status)));
      listener.configured(fallback());
    }
    return status;
  }

  private void resolverFailed(Status failure) {
    core.event(new ChannelEvent.ResolutionFailed(failure));
    balancer.resolverFailed(
        Status.of(Code.UNAVAILABLE, "name resolution failed: " + failure.message()));
    if (config == null) {
      listener.configured(fallback());
    }
  }

  private ResolvedConfig fallback() {
    return ResolvedConfig.of(core.setup.serviceConfig(), core.setup.balancers(), null);
  }

  private void configure(ResolvedConfig next) {
    config = next;
    core.configure(next.healthService(), next.config().maxConnectionsPerSubchannel());
    listener.configured(next);
  }
}
