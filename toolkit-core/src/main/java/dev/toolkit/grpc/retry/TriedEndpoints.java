package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.call.Attributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the attempts of one call went, so that a balancer can send the next one somewhere else. See
 * gRFC A6, "Hedging Policy".
 *
 * <p>Who sends an attempt to an endpoint adds it; what stands for an endpoint is left to them. Runs
 * on the context of the call.
 */
public final class TriedEndpoints {

  /** The key, among the attributes of the head of each attempt of a call with a policy. */
  public static final Attributes.Key<TriedEndpoints> KEY = new Attributes.Key<>("tried-endpoints");

  private final List<Object> tried = new ArrayList<>(2);

  /** Adds the endpoint of an attempt. */
  public void add(Object endpoint) {
    tried.add(endpoint);
  }

  /** Whether an attempt went to an endpoint. */
  public boolean contains(Object endpoint) {
    return tried.contains(endpoint);
  }
}
