package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Targets by chance, in proportion to their weights, of those that are in the state of all
 * together: READY if one is, else CONNECTING, IDLE or TRANSIENT_FAILURE in this order.
 *
 * <p>Runs on the channel's event loop only. See gRFC A28.
 */
final class WeightedTargetBalancer implements Balancer {

  private static final List<ConnectivityState> ORDER =
      List.of(ConnectivityState.READY, ConnectivityState.CONNECTING, ConnectivityState.IDLE);

  private final BalancerHelper helper;
  private Map<String, WeightedTarget> targets = new LinkedHashMap<>();
  private boolean quiet;

  WeightedTargetBalancer(BalancerHelper helper) {
    this.helper = helper;
  }

  @Override
  public Status accept(BalancerUpdate update) {
    var config = (WeightedTargetConfig) update.config();
    Map<String, List<Endpoint>> groups = Hierarchy.group(update.endpoints());
    quiet = true;
    var former = targets;
    targets = new LinkedHashMap<>();
    Status status = Status.of(Code.UNAVAILABLE, "weighted_target has no targets");
    boolean taken = false;
    for (var each : config.targets().entrySet()) {
      WeightedTarget target = kept(each.getKey(), former);
      target.weight(each.getValue().weight());
      status =
          target
              .balancer()
              .accept(
                  update
                      .withEndpoints(groups.getOrDefault(each.getKey(), List.of()))
                      .withConfig(each.getValue().policy()));
      taken |= status.isOk();
    }
    former.values().forEach(target -> target.balancer().close());
    quiet = false;
    publish();
    return taken ? Status.OK : status;
  }

  @Override
  public void resolverFailed(Status failure) {
    if (targets.isEmpty()) {
      helper.update(ConnectivityState.TRANSIENT_FAILURE, Picker.of(PickResult.fail(failure)));
    }
    all().forEach(target -> target.balancer().resolverFailed(failure));
  }

  @Override
  public void exitIdle() {
    all().forEach(target -> target.balancer().exitIdle());
  }

  @Override
  public void close() {
    quiet = true;
    all().forEach(target -> target.balancer().close());
    targets.clear();
  }

  private WeightedTarget kept(String name, Map<String, WeightedTarget> former) {
    WeightedTarget target = former.remove(name);
    if (target == null) {
      target = new WeightedTarget(helper, this::publish);
    }
    targets.put(name, target);
    return target;
  }

  private List<WeightedTarget> all() {
    return new ArrayList<>(targets.values());
  }

  private void publish() {
    if (!quiet) {
      ConnectivityState state = state();
      List<WeightedTarget> chosen =
          targets.values().stream().filter(target -> target.state() == state).toList();
      helper.update(
          state,
          state == ConnectivityState.CONNECTING
              ? PickFirstBalancer.QUEUE
              : new WeightedTargetPicker(chosen, helper.random()));
    }
  }

  private ConnectivityState state() {
    return ORDER.stream()
        .filter(state -> targets.values().stream().anyMatch(target -> target.state() == state))
        .findFirst()
        .orElse(ConnectivityState.TRANSIENT_FAILURE);
  }
}
