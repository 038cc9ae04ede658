package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Attributes;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Endpoints for tests. */
public final class FakeEndpoints {

  private FakeEndpoints() {}

  /** The address of the nth server, from 0 up, on a port of its own. */
  public static SocketAddress address(int n) {
    return SocketAddress.inetSocketAddress(1000 + n, "10.0.0.1");
  }

  /** The nth server. */
  public static Endpoint endpoint(int n) {
    return Endpoint.of(address(n));
  }

  /** The servers of these numbers. */
  public static List<Endpoint> endpoints(int... numbers) {
    return IntStream.of(numbers).mapToObj(FakeEndpoints::endpoint).toList();
  }

  /** That many servers, from number 0 up. */
  public static List<Endpoint> first(int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(FakeEndpoints::endpoint).toList());
  }

  /** An update with endpoints and without a configuration. */
  public static BalancerUpdate update(List<Endpoint> endpoints) {
    return update(endpoints, BalancerConfig.NONE);
  }

  /** An update. */
  public static BalancerUpdate update(List<Endpoint> endpoints, BalancerConfig config) {
    return new BalancerUpdate(endpoints, config, Attributes.EMPTY);
  }
}
