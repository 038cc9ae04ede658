package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerUpdate;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.channel.Endpoint;
import dev.toolkit.grpc.channel.Picker;
import io.vertx.core.net.SocketAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints on a ring of hashes. They connect when a call is for them; when one has failed, others
 * connect one after the other, so that it is found out without calls whether one can be reached.
 *
 * <p>It is TRANSIENT_FAILURE when two have failed and none is READY, CONNECTING when one has. See
 * gRFC A42, A61 and A76.
 */
final class RingHashBalancer extends EndpointSharding<LazyChild> {

  private static final Comparator<EndpointChild<LazyChild>> BY_KEY =
      Comparator.comparing(child -> keyOf(child.endpoint()));

  private RingHashConfig config = new RingHashConfig(1, 1, "");
  private Set<Place> places = Set.of();
  private @Nullable HashRing ring;

  RingHashBalancer(BalancerHelper helper) {
    super(helper, Connecting.LAZY);
  }

  @Override
  public Status accept(BalancerUpdate update) {
    var next = (RingHashConfig) update.config();
    Set<Place> nextPlaces = placesOf(update.endpoints());
    if (!next.sizesLike(config) || !nextPlaces.equals(places)) {
      ring = null;
    }
    config = next;
    places = nextPlaces;
    return super.accept(update);
  }

  /** Calls say which endpoints are to connect, and nothing else does. */
  @Override
  public void exitIdle() {}

  @Override
  LazyChild create(BalancerHelper child) {
    return new LazyChild(child);
  }

  @Override
  ConnectivityState state() {
    int failed = count(ConnectivityState.TRANSIENT_FAILURE);
    if (count(ConnectivityState.READY) > 0) {
      return ConnectivityState.READY;
    }
    if (failed > 1) {
      return ConnectivityState.TRANSIENT_FAILURE;
    }
    return failed == 1 && children().size() > 1 ? ConnectivityState.CONNECTING : super.state();
  }

  /** Calls may wait for any of the children. */
  @Override
  boolean matters(ConnectivityState before, ConnectivityState now) {
    return true;
  }

  @Override
  void publish() {
    quietly(this::connectOne);
    super.publish();
  }

  @Override
  Picker picker(ConnectivityState state) {
    return children().isEmpty() ? super.picker(state) : new LazyPicker(this::ringPicker);
  }

  @Override
  Picker readyPicker(List<EndpointChild<LazyChild>> ready) {
    return ringPicker();
  }

  private Picker ringPicker() {
    if (ring == null) {
      ring = HashRing.of(members(), config.minRingSize(), config.maxRingSize());
    }
    return new RingPicker(ring, config.header(), helper().random(), this::isConnecting);
  }

  private List<HashRing.Member> members() {
    return children().stream()
        .map(
            child -> new HashRing.Member(keyOf(child.endpoint()), child.endpoint().weight(), child))
        .toList();
  }

  /** Where nothing can be reached yet, one child is connecting; the next one by its key. */
  private void connectOne() {
    ConnectivityState state = state();
    if ((state == ConnectivityState.CONNECTING || state == ConnectivityState.TRANSIENT_FAILURE)
        && !isConnecting()) {
      children(ConnectivityState.IDLE).stream().min(BY_KEY).ifPresent(EndpointChild::exitIdle);
    }
  }

  private boolean isConnecting() {
    return count(ConnectivityState.CONNECTING) > 0;
  }

  private static String keyOf(Endpoint endpoint) {
    String key = endpoint.attributes().get(Endpoint.HASH_KEY);
    return key == null || key.isEmpty() ? EndpointKeys.text(endpoint) : key;
  }

  private static Set<Place> placesOf(List<Endpoint> endpoints) {
    var places = new HashSet<Place>();
    endpoints.forEach(
        each -> places.add(new Place(EndpointKeys.of(each), keyOf(each), each.weight())));
    return places;
  }

  /** What the ring is made of. */
  private record Place(Set<SocketAddress> endpoint, String key, int weight) {}
}
