package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.call.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a resolver found.
 *
 * @param endpoints the servers, in the order of preference; may be empty
 * @param serviceConfig the service config as JSON, null if the resolver has none to say; a wrong
 *     one is told to the channel, which goes on with the last good one
 * @param attributes what the resolver says beside
 */
public record Resolution(
    List<Endpoint> endpoints, @Nullable String serviceConfig, Attributes attributes) {

  /** Copies the endpoints. */
  public Resolution {
    endpoints = List.copyOf(endpoints);
  }

  /** Endpoints, and nothing else. */
  public static Resolution of(List<Endpoint> endpoints) {
    return new Resolution(endpoints, null, Attributes.EMPTY);
  }
}
