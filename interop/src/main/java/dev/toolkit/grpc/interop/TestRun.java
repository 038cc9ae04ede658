package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientBuilder;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.interop.testing.TestServiceClient;
import dev.toolkit.grpc.orca.LoadReportWatch;
import dev.toolkit.grpc.transport.http.HttpClientTransportOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;

/**
 * What a case is run with.
 *
 * @param vertx where it runs
 * @param flags what the user said
 * @param client calls the server
 */
record TestRun(Vertx vertx, TestFlags flags, GrpcClient client) {

  /**
   * A run with a client of its own.
   *
   * @throws IllegalArgumentException if the flags make no client
   */
  static TestRun create(Vertx vertx, TestFlags flags) {
    return new TestRun(vertx, flags, connect(vertx, flags));
  }

  /** The same run with another client. */
  TestRun withNewClient() {
    return create(vertx, flags);
  }

  /** The client of the test service. */
  TestServiceClient service() {
    return TestServiceClient.create(client);
  }

  private static GrpcClient connect(Vertx vertx, TestFlags flags) {
    var options = new GrpcClientOptions().setTarget(target(flags)).setHttp(http(flags));
    JsonObject serviceConfig = flags.serviceConfig();
    if (!serviceConfig.isEmpty()) {
      options.setServiceConfig(serviceConfig).setServiceConfigLookup(false);
    }
    String override = flags.text("server_host_override");
    if (!override.isEmpty()) {
      options.setAuthority(override);
    }
    var metadata = flags.additionalMetadata();
    GrpcClientBuilder builder = GrpcClient.builder(vertx);
    var backendMetrics = new BackendMetricsProvider(new LoadReportWatch(vertx));
    return builder
        .options(options)
        .balancers(builder.balancers().with(backendMetrics))
        .interceptors(
            List.of(
                (head, next) -> next.invoke(head.withMetadata(head.metadata().withAll(metadata)))))
        .build();
  }

  /** What the client calls: the target if one is given, else host and port. */
  static String target(TestFlags flags) {
    String target = flags.text("target");
    if (!target.isEmpty()) {
      return target;
    }
    String host = flags.text("server_host");
    String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return address + ":" + flags.number("server_port");
  }

  private static HttpClientTransportOptions http(TestFlags flags) {
    var http = new HttpClientTransportOptions();
    if (!flags.isSet("use_tls")) {
      return http.setPlaintext(true);
    }
    String authority = flags.text("ca_file");
    if (authority.isEmpty()) {
      if (flags.isSet("use_test_ca")) {
        throw new IllegalArgumentException("--use_test_ca needs --ca_file");
      }
      return http;
    }
    var ssl = new ClientSSLOptions();
    ssl.setTrustOptions(new PemTrustOptions().addCertPath(authority));
    ssl.setHostnameVerificationAlgorithm("HTTPS");
    return http.setSsl(ssl);
  }
}
