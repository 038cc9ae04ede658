package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Endpoint;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The addresses that pick_first tries, each once, and the one whose turn it is. The families of IP
 * take turns. See RFC 8305, section 4, and gRFC A61.
 */
final class AddressList {

  /** No addresses. */
  static final AddressList EMPTY = new AddressList(List.of());

  private final List<Candidate> candidates;
  private int index;

  private AddressList(List<Candidate> candidates) {
    this.candidates = candidates;
  }

  /** The addresses of endpoints, in their order. */
  static AddressList of(List<Endpoint> endpoints) {
    var candidates = new ArrayList<Candidate>(endpoints.size());
    for (Endpoint endpoint : endpoints) {
      endpoint.addresses().forEach(address -> candidates.add(new Candidate(address, endpoint)));
    }
    return new AddressList(candidates.size() == 1 ? candidates : interleaved(candidates));
  }

  /** Endpoints in an order by chance; those with a large weight tend to be first. See gRFC A113. */
  static List<Endpoint> shuffled(List<Endpoint> endpoints, RandomGenerator random) {
    return endpoints.stream()
        .map(
            endpoint -> new Keyed(endpoint, Math.pow(random.nextDouble(), 1.0 / endpoint.weight())))
        .sorted(Comparator.comparingDouble(Keyed::key).reversed())
        .map(Keyed::endpoint)
        .toList();
  }

  boolean isEmpty() {
    return candidates.isEmpty();
  }

  /** Whether it is the turn of one of the addresses; else all had theirs. */
  boolean hasCurrent() {
    return index < candidates.size();
  }

  /** Whether an address comes after the current one. */
  boolean hasNext() {
    return index + 1 < candidates.size();
  }

  /** The one whose turn it is. */
  Candidate current() {
    return candidates.get(index);
  }

  /** Whether it is the turn of an address. */
  boolean isCurrent(SocketAddress address) {
    return hasCurrent() && current().address().equals(address);
  }

  /** Goes on to the next address; false if there is none. */
  boolean advance() {
    index = Math.min(index + 1, candidates.size());
    return hasCurrent();
  }

  /** Goes back to the first address. */
  void reset() {
    index = 0;
  }

  /** Goes to an address; false, and without effect, if it is not in the list. */
  boolean seek(SocketAddress address) {
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).address().equals(address)) {
        index = i;
        return true;
      }
    }
    return false;
  }

  /** All addresses. */
  Set<SocketAddress> addresses() {
    var addresses = new HashSet<SocketAddress>();
    candidates.forEach(candidate -> addresses.add(candidate.address()));
    return addresses;
  }

  private static List<Candidate> interleaved(List<Candidate> candidates) {
    var families = new LinkedHashMap<Family, Queue<Candidate>>();
    var seen = new HashSet<SocketAddress>();
    for (Candidate candidate : candidates) {
      if (seen.add(candidate.address())) {
        families
            .computeIfAbsent(Family.of(candidate.address()), family -> new ArrayDeque<>())
            .add(candidate);
      }
    }
    var ordered = new ArrayList<Candidate>(seen.size());
    while (ordered.size() < seen.size()) {
      families.values().stream()
          .filter(queue -> !queue.isEmpty())
          .map(Queue::remove)
          .forEach(ordered::add);
    }
    return ordered;
  }

  /**
   * An address that may be tried.
   *
   * @param address where to connect
   * @param endpoint the server that has the address
   */
  record Candidate(SocketAddress address, Endpoint endpoint) {}

  private record Keyed(Endpoint endpoint, double key) {}

  private enum Family {
    V4,
    V6,
    OTHER;

    static Family of(SocketAddress address) {
      String literal = address.hostAddress();
      if (literal == null) {
        return OTHER;
      }
      return literal.indexOf(':') >= 0 ? V6 : V4;
    }
  }
}
