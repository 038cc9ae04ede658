package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Endpoints by the child that they are for. See {@link Endpoint#PATH}. */
final class Hierarchy {

  private Hierarchy() {}

  /**
   * The endpoints of each child, with the rest of their paths; those without a path are for none.
   */
  static Map<String, List<Endpoint>> group(List<Endpoint> endpoints) {
    var groups = new LinkedHashMap<String, List<Endpoint>>();
    for (Endpoint endpoint : endpoints) {
      List<String> path = endpoint.attributes().get(Endpoint.PATH);
      if (path != null && !path.isEmpty()) {
        groups
            .computeIfAbsent(path.get(0), name -> new ArrayList<>())
            .add(endpoint.with(Endpoint.PATH, List.copyOf(path.subList(1, path.size()))));
      }
    }
    return groups;
  }
}
