package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Attributes;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * One server as a resolver found it: the addresses at which it can be reached, any of which will
 * do, and what is known of it.
 *
 * <p>Two endpoints are the same server if their addresses are equal; attributes may change without
 * a new connection.
 *
 * @param addresses where it is reached, at least one
 * @param attributes what resolvers and balancers say of it
 */
public record Endpoint(List<SocketAddress> addresses, Attributes attributes) {

  /** The weight of an endpoint among others, from 1 up; 1 if it has none. */
  public static final Attributes.Key<Integer> WEIGHT = new Attributes.Key<>("weight");

  /** The key of an endpoint on a ring of hashes; its first address if it has none. */
  public static final Attributes.Key<String> HASH_KEY = new Attributes.Key<>("hash-key");

  /** The zone of an endpoint; none if it has none. */
  public static final Attributes.Key<String> ZONE = new Attributes.Key<>("zone");

  /**
   * The authority of the calls to an endpoint, and with TLS the name that its certificate must be
   * for; that of the target if it has none.
   */
  public static final Attributes.Key<String> AUTHORITY = new Attributes.Key<>("authority");

  /**
   * Which child of each policy, from the outermost one inwards, an endpoint is for, where policies
   * have children by name; each takes the first name away before it hands the endpoint on.
   */
  public static final Attributes.Key<List<String>> PATH = new Attributes.Key<>("path");

  /** Checks and copies the addresses. */
  public Endpoint {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("addresses is empty, an endpoint has at least one");
    }
  }

  /** An endpoint with one address, of which nothing else is known. */
  public static Endpoint of(SocketAddress address) {
    return new Endpoint(List.of(address), Attributes.EMPTY);
  }

  /** The weight, at least 1. */
  public int weight() {
    Integer weight = attributes.get(WEIGHT);
    return weight == null ? 1 : Math.max(1, weight);
  }

  /** This endpoint with a value for an attribute. */
  public <T> Endpoint with(Attributes.Key<T> key, T value) {
    return new Endpoint(addresses, attributes.with(key, value));
  }
}
