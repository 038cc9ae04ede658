package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import dev.toolkit.grpc.config.ConfigFields;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code priority_experimental}: the first of some children that can serve, each a policy of its
 * own for a part of the endpoints.
 *
 * <p>Its fields: {@code priorities}, the names of the children, the most wanted first, and {@code
 * children}, an object with a field for each of them: {@code config}, a list of policies
 * (required), and {@code ignoreReresolutionRequests} (false). The first name in {@link
 * dev.toolkit.grpc.channel.Endpoint#PATH} says which child an endpoint is for. See gRFC A56.
 */
public final class PriorityProvider implements BalancerProvider {

  /** The name of the policy. */
  public static final String NAME = "priority_experimental";

  @Override
  public String policyName() {
    return NAME;
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    var fields = new ConfigFields(config, path, ignored -> {});
    Map<String, PriorityConfig.Child> children = children(fields.object("children"), policies);
    List<String> priorities = fields.texts("priorities");
    if (new LinkedHashSet<>(priorities).size() < priorities.size()) {
      throw fields.wrong("priorities", "each name once");
    }
    if (!children.keySet().equals(new LinkedHashSet<>(priorities))) {
      throw fields.wrong("priorities", "the names of all children, which are " + children.keySet());
    }
    return new PriorityConfig(children, List.copyOf(priorities));
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new PriorityBalancer(helper);
  }

  private static Map<String, PriorityConfig.Child> children(
      @Nullable ConfigFields fields, BalancerRegistry policies) {
    var children = new LinkedHashMap<String, PriorityConfig.Child>();
    if (fields != null) {
      for (String name : fields.names()) {
        children.put(name, child(fields.require(name).object(name), policies));
      }
    }
    return children;
  }

  private static PriorityConfig.Child child(ConfigFields fields, BalancerRegistry policies) {
    return new PriorityConfig.Child(
        PolicyFields.child(fields, "config", policies),
        Boolean.TRUE.equals(fields.flag("ignoreReresolutionRequests")));
  }
}
