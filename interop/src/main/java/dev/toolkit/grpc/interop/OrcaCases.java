package dev.toolkit.grpc.interop;

import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.client.BidiStream;
import dev.toolkit.grpc.interop.testing.Empty;
import dev.toolkit.grpc.interop.testing.ResponseParameters;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallRequest;
import dev.toolkit.grpc.interop.testing.StreamingOutputCallResponse;
import dev.toolkit.grpc.interop.testing.TestOrcaReport;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * The cases in which the server reports its load. They need a service config that names the policy
 * of {@link BackendMetricsProvider}.
 */
final class OrcaCases {

  private static final LoadReport FIRST =
      LoadReport.EMPTY
          .withCpuUtilization(0.8210)
          .withMemUtilization(0.5847)
          .withUtilization("util", 0.30499);
  private static final LoadReport SECOND =
      LoadReport.EMPTY
          .withCpuUtilization(0.29309)
          .withMemUtilization(0.2)
          .withUtilization("util", 0.2039);
  private static final int TRIES = 10;
  private static final long MILLIS_BETWEEN_TRIES = 1_000;

  private OrcaCases() {}

  static Map<String, TestCase> all() {
    return Map.of("orca_per_rpc", OrcaCases::orcaPerRpc, "orca_oob", OrcaCases::orcaOob);
  }

  private static Future<?> orcaPerRpc(TestRun run) {
    LoadReport wanted = FIRST.withRequestCost("cost", 3456.32);
    var request = TestMessages.unary(1, 1).setOrcaPerQueryReport(asked(wanted)).build();
    var metrics = new BackendMetrics();
    return run.service()
        .withOptions(metrics.into(run.client().callOptions()))
        .unaryCall(request)
        .compose(
            response -> {
              Expect.equal("the report that the policy saw", wanted, metrics.seen());
              return Future.succeededFuture();
            });
  }

  private static Future<?> orcaOob(TestRun run) {
    var duplex = run.service().fullDuplexCall();
    var responses = new Incoming<>(duplex.responses());
    return report(FIRST, duplex, responses)
        .compose(done -> await(FIRST, run, TRIES))
        .compose(done -> report(SECOND, duplex, responses))
        .compose(done -> await(SECOND, run, TRIES))
        .compose(done -> duplex.end())
        .compose(done -> responses.all())
        .compose(
            rest -> {
              Expect.equal("what comes last", List.of(), rest);
              return Future.succeededFuture();
            });
  }

  /** Has the server report from now on; it does when it has answered. */
  private static Future<Void> report(
      LoadReport wanted,
      BidiStream<StreamingOutputCallRequest, ?> duplex,
      Incoming<StreamingOutputCallResponse> responses) {
    var request =
        StreamingOutputCallRequest.newBuilder()
            .setOrcaOobReport(asked(wanted))
            .addResponseParameters(ResponseParameters.newBuilder().setSize(1));
    return duplex
        .write(request.build())
        .compose(done -> responses.next())
        .compose(
            response -> {
              Expect.equal("whether there is a response", true, response.isPresent());
              return Future.succeededFuture();
            });
  }

  /** Calls until the policy has seen the report, which is on its way. */
  private static Future<Void> await(LoadReport wanted, TestRun run, int tries) {
    var metrics = new BackendMetrics();
    return run.service()
        .withOptions(metrics.into(run.client().callOptions()))
        .emptyCall(Empty.getDefaultInstance())
        .compose(
            response -> {
              if (metrics.seen().equals(wanted)) {
                return Future.succeededFuture();
              }
              if (tries == 1) {
                Expect.equal("the report that the policy saw", wanted, metrics.seen());
              }
              return Delays.after(run.vertx(), MILLIS_BETWEEN_TRIES)
                  .compose(done -> await(wanted, run, tries - 1));
            });
  }

  private static TestOrcaReport asked(LoadReport report) {
    return TestOrcaReport.newBuilder()
        .setCpuUtilization(report.cpuUtilization())
        .setMemoryUtilization(report.memUtilization())
        .putAllRequestCost(report.requestCost())
        .putAllUtilization(report.utilization())
        .build();
  }
}
