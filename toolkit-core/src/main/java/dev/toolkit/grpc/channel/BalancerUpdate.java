package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Attributes;
import java.util.List;

/**
 * What a balancer is to work with.
 *
 * @param endpoints the servers, in the resolver's order
 * @param config the configuration that its provider parsed
 * @param attributes what the resolver says beside
 */
public record BalancerUpdate(
    List<Endpoint> endpoints, BalancerConfig config, Attributes attributes) {

  /** Copies the endpoints. */
  public BalancerUpdate {
    endpoints = List.copyOf(endpoints);
  }

  /** This update for a child with another configuration. */
  public BalancerUpdate withConfig(BalancerConfig config) {
    return new BalancerUpdate(endpoints, config, attributes);
  }

  /** This update with other endpoints. */
  public BalancerUpdate withEndpoints(List<Endpoint> endpoints) {
    return new BalancerUpdate(endpoints, config, attributes);
  }
}
