package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.PickResult;
import dev.toolkit.grpc.channel.Picker;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A balancer with one child for each endpoint, and the state of them all together: READY if one is,
 * else CONNECTING, IDLE or TRANSIENT_FAILURE in this order.
 *
 * <p>Endpoints with the same addresses are one. EAGER children connect as soon as they are there,
 * and again when they lose a connection, but not more of them in one turn of the event loop than a
 * {@link TurnBudget} allows; those that wait are CONNECTING. Runs on the channel's event loop only.
 * See gRFC A61.
 *
 * @param <C> the policy of the children
 */
abstract class EndpointSharding<C extends Balancer> implements Balancer {

  /** Whether children connect by themselves. */
  enum Connecting {
    /** All do. */
    EAGER,
    /** It is for the subclass to connect those that it needs. */
    LAZY
  }

  private final BalancerHelper helper;
  private final Connecting connecting;
  private final StateLists<C> states = new StateLists<>();
  private final TurnBudget<EndpointChild<C>> budget;
  private Map<Set<SocketAddress>, EndpointChild<C>> children = new LinkedHashMap<>();
  private Attributes attributes = Attributes.EMPTY;
  private Status whyEmpty;
  private ConnectivityState published = ConnectivityState.IDLE;
  private boolean quiet;
  private boolean closed;

  EndpointSharding(BalancerHelper helper, Connecting connecting) {
    this.helper = helper;
    this.connecting = connecting;
    this.budget = new TurnBudget<>(helper, this::connect, this::publish);
    this.whyEmpty = noEndpoint();
  }

  /** The policy for one endpoint. */
  abstract C create(BalancerHelper child);

  /**
   * A picker of the children that are READY, one at least; called when the first call asks for it.
   */
  abstract Picker readyPicker(List<EndpointChild<C>> ready);

  @Override
  public Status accept(BalancerUpdate update) {
    attributes = update.attributes().with(PickFirstBalancer.HEALTH_LISTENER, true);
    quietly(() -> replace(update.endpoints()));
    if (children.isEmpty()) {
      whyEmpty = noEndpoint();
    }
    publish();
    return children.isEmpty() ? whyEmpty : Status.OK;
  }

  @Override
  public void resolverFailed(Status failure) {
    if (children.isEmpty()) {
      whyEmpty = failure;
    }
    quietly(() -> children.values().forEach(child -> child.resolverFailed(failure)));
    publish();
  }

  @Override
  public void exitIdle() {
    quietly(() -> children.values().forEach(EndpointChild::exitIdle));
    publish();
  }

  @Override
  public void close() {
    closed = true;
    budget.close();
    children.values().forEach(this::remove);
    children.clear();
  }

  /** The children, in no particular order. */
  Collection<EndpointChild<C>> children() {
    return children.values();
  }

  /** The children in a state. */
  List<EndpointChild<C>> children(ConnectivityState state) {
    return states.in(state);
  }

  /** How many children are in a state; allocates nothing, for pickers that ask. */
  int count(ConnectivityState state) {
    return states.count(state);
  }

  /** The state of all together. */
  ConnectivityState state() {
    return states.aggregate();
  }

  BalancerHelper helper() {
    return helper;
  }

  /** Says the state and the picker to the parent; called when a child changed. */
  void publish() {
    if (!closed) {
      published = state();
      helper.update(published, picker(published));
    }
  }

  /** Whether a change of one child's state is a reason to {@link #publish}. */
  boolean matters(ConnectivityState before, ConnectivityState now) {
    return state() != published || before == published || now == published;
  }

  /** Takes what a child says of itself. */
  void changing(EndpointChild<C> child, ConnectivityState next, Picker picker) {
    ConnectivityState before = child.state();
    if (next == ConnectivityState.IDLE && connecting == Connecting.EAGER) {
      states.move(child, ConnectivityState.CONNECTING, PickFirstBalancer.QUEUE);
      budget.add(child);
    } else if (next != before || picker != child.picker()) {
      states.move(child, next, picker);
    } else {
      return;
    }
    if (!quiet && matters(before, child.state())) {
      publish();
    }
  }

  private void replace(List<Endpoint> endpoints) {
    var former = children;
    children = new LinkedHashMap<>();
    for (Endpoint endpoint : rotated(endpoints)) {
      keep(endpoint, former);
    }
    former.values().forEach(this::remove);
  }

  private void keep(Endpoint endpoint, Map<Set<SocketAddress>, EndpointChild<C>> former) {
    Set<SocketAddress> key = EndpointKeys.of(endpoint);
    if (children.containsKey(key)) {
      return;
    }
    EndpointChild<C> child = former.remove(key);
    if (child != null) {
      children.put(key, child);
      child.accept(endpoint, attributes);
    } else {
      add(key, new EndpointChild<>(helper, this, endpoint));
    }
  }

  private void add(Set<SocketAddress> key, EndpointChild<C> child) {
    children.put(key, child);
    states.add(child);
    if (connecting == Connecting.EAGER) {
      budget.add(child);
    } else {
      child.start(attributes);
    }
  }

  private void connect(EndpointChild<C> child) {
    if (child.isStarted()) {
      quietly(child::exitIdle);
    } else {
      quietly(() -> child.start(attributes));
    }
  }

  /** Changes children without a word to the parent. */
  void quietly(Runnable change) {
    boolean before = quiet;
    quiet = true;
    change.run();
    quiet = before;
  }

  private void remove(EndpointChild<C> child) {
    states.remove(child);
    child.close();
  }

  /** The picker that goes with a state of all together. */
  Picker picker(ConnectivityState state) {
    if (children.isEmpty()) {
      return Picker.of(PickResult.fail(whyEmpty));
    }
    return state == ConnectivityState.CONNECTING
        ? PickFirstBalancer.QUEUE
        : new LazyPicker(() -> made(state));
  }

  private Picker made(ConnectivityState state) {
    List<EndpointChild<C>> now = List.copyOf(children(state));
    if (now.isEmpty()) {
      return PickFirstBalancer.QUEUE;
    }
    return state == ConnectivityState.READY
        ? readyPicker(now)
        : new RoundRobinPicker(now, helper.random());
  }

  private Status noEndpoint() {
    return Status.of(Code.UNAVAILABLE, "no endpoint was found for " + helper.target());
  }

  /** The endpoints, beginning at one by chance, so that not all clients connect to the same. */
  private List<Endpoint> rotated(List<Endpoint> endpoints) {
    if (endpoints.isEmpty()) {
      return endpoints;
    }
    var rotated = new ArrayList<>(endpoints);
    Collections.rotate(rotated, helper.random().nextInt(endpoints.size()));
    return rotated;
  }
}
