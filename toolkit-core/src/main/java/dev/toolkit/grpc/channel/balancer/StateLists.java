package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Picker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The children of a sharding by their states. A change costs the same however many there are.
 *
 * @param <C> the policy of the children
 */
final class StateLists<C extends Balancer> {

  private final Map<ConnectivityState, List<EndpointChild<C>>> lists =
      new EnumMap<>(ConnectivityState.class);

  StateLists() {
    for (ConnectivityState state : ConnectivityState.values()) {
      lists.put(state, new ArrayList<>());
    }
  }

  /** The children in a state, in no particular order; changes with them. */
  List<EndpointChild<C>> in(ConnectivityState state) {
    return Collections.unmodifiableList(lists.get(state));
  }

  /** How many children are in a state. */
  int count(ConnectivityState state) {
    return lists.get(state).size();
  }

  /** The state of all together; TRANSIENT_FAILURE of none. */
  ConnectivityState aggregate() {
    if (!lists.get(ConnectivityState.READY).isEmpty()) {
      return ConnectivityState.READY;
    }
    if (!lists.get(ConnectivityState.CONNECTING).isEmpty()) {
      return ConnectivityState.CONNECTING;
    }
    return lists.get(ConnectivityState.IDLE).isEmpty()
        ? ConnectivityState.TRANSIENT_FAILURE
        : ConnectivityState.IDLE;
  }

  void add(EndpointChild<C> child) {
    List<EndpointChild<C>> list = lists.get(child.state());
    child.position(list.size());
    list.add(child);
  }

  /** Takes a child out; the last one of its list takes its place. */
  void remove(EndpointChild<C> child) {
    List<EndpointChild<C>> list = lists.get(child.state());
    EndpointChild<C> last = list.remove(list.size() - 1);
    if (last != child) {
      list.set(child.position(), last);
      last.position(child.position());
    }
  }

  /** Gives a child another state and picker. */
  void move(EndpointChild<C> child, ConnectivityState next, Picker picker) {
    if (next == child.state()) {
      child.become(next, picker);
      return;
    }
    remove(child);
    child.become(next, picker);
    add(child);
  }
}
