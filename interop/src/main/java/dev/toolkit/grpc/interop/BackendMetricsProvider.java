package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.call.LoadReportSource;
import dev.toolkit.grpc.channel.Balancer;
import dev.toolkit.grpc.channel.BalancerConfig;
import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.BalancerProvider;
import dev.toolkit.grpc.channel.BalancerRegistry;
import io.vertx.core.json.JsonObject;

/**
 * {@code test_backend_metrics_load_balancer}, the policy of the cases orca_per_rpc and orca_oob: it
 * lets the calls see the load reports of the server.
 *
 * @param source receives the reports beside the calls
 */
record BackendMetricsProvider(LoadReportSource source) implements BalancerProvider {

  @Override
  public String policyName() {
    return "test_backend_metrics_load_balancer";
  }

  @Override
  public BalancerConfig parseConfig(JsonObject config, BalancerRegistry policies, String path) {
    return BalancerConfig.NONE;
  }

  @Override
  public Balancer create(BalancerHelper helper) {
    return new BackendMetricsBalancer(helper, source);
  }
}
