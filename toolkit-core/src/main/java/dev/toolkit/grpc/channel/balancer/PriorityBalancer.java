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
import org.jspecify.annotations.Nullable;

/**
 * The first child, in the order of the priorities, that is READY or IDLE, or has been CONNECTING
 * for less than {@link PriorityChild#FAILOVER}; the last one if there is none.
 *
 * <p>A child connects when its turn comes first, and those behind the one in use are deactivated.
 * Runs on the channel's event loop only. See gRFC A56.
 */
final class PriorityBalancer implements Balancer {

  private final BalancerHelper helper;
  private final Map<String, PriorityChild> children = new LinkedHashMap<>();
  private List<String> priorities = List.of();
  private @Nullable PriorityChild used;
  private boolean quiet;

  PriorityBalancer(BalancerHelper helper) {
    this.helper = helper;
  }

  @Override
  public Status accept(BalancerUpdate update) {
    var config = (PriorityConfig) update.config();
    quiet = true;
    hand(update, config);
    priorities = config.priorities();
    children.keySet().stream()
        .filter(name -> !priorities.contains(name))
        .forEach(name -> children.get(name).deactivate());
    quiet = false;
    if (priorities.isEmpty()) {
      used = null;
      return fail(Status.of(Code.UNAVAILABLE, "priority has no children"));
    }
    changed(used);
    return used.accepted();
  }

  @Override
  public void resolverFailed(Status failure) {
    if (used == null) {
      fail(failure);
    } else {
      children().forEach(child -> child.resolverFailed(failure));
    }
  }

  @Override
  public void exitIdle() {
    children().forEach(PriorityChild::exitIdle);
  }

  @Override
  public void close() {
    quiet = true;
    children.values().forEach(PriorityChild::close);
    children.clear();
    used = null;
  }

  /** A child said something, or had its time to connect; chooses the one that serves. */
  void changed(@Nullable PriorityChild changed) {
    if (quiet || priorities.isEmpty()) {
      return;
    }
    int chosen = first();
    PriorityChild child = children.get(priorities.get(chosen));
    priorities.stream().skip(chosen + 1L).map(children::get).forEach(PriorityChild::deactivate);
    if (used != child || changed == child) {
      used = child;
      helper.update(child.state(), child.picker());
    }
  }

  /** A child was not used for so long that it has been closed. */
  void expired(PriorityChild child) {
    children.entrySet().removeIf(e -> e.getValue() == child && !priorities.contains(e.getKey()));
  }

  private void hand(BalancerUpdate update, PriorityConfig config) {
    Map<String, List<Endpoint>> groups = Hierarchy.group(update.endpoints());
    config
        .children()
        .forEach(
            (name, child) ->
                children
                    .computeIfAbsent(name, added -> new PriorityChild(helper, this))
                    .accept(
                        update
                            .withEndpoints(groups.getOrDefault(name, List.of()))
                            .withConfig(child.policy()),
                        child.ignoresResolution()));
  }

  /** The place of the first child that is wanted; lets children connect until there is one. */
  private int first() {
    quiet = true;
    int last = priorities.size() - 1;
    int place = 0;
    children.get(priorities.get(place)).activate();
    while (place < last && !children.get(priorities.get(place)).isWanted()) {
      place++;
      children.get(priorities.get(place)).activate();
    }
    quiet = false;
    return place;
  }

  private List<PriorityChild> children() {
    return new ArrayList<>(children.values());
  }

  private Status fail(Status failure) {
    helper.update(ConnectivityState.TRANSIENT_FAILURE, Picker.of(PickResult.fail(failure)));
    return failure;
  }
}
