package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.call.LoadReport;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.orca.CallLoad;
import dev.toolkit.grpc.orca.LoadReporter;
import dev.toolkit.grpc.orca.LoadReports;
import dev.toolkit.grpc.server.GrpcServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** A server that says how loaded it is; see docs/load-reports.md. */
public final class LoadReportsExample {

  /** A method that knows what it has cost. */
  static final class Costly implements GreeterService {

    @Override
    public Future<HelloReply> sayHello(HelloRequest request) {
      CallLoad.current().update(report -> report.withRequestCost("rows", 12));
      return Future.succeededFuture(Local.reply("Hello, " + request.getName() + "!"));
    }
  }

  private LoadReportsExample() {}

  /** Prints what came with a response. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    LoadReporter load = LoadReporter.create();
    GrpcServer server =
        GrpcServer.builder(vertx)
            .options(Local.serving())
            .interceptors(List.of(load.interceptor()))
            .build()
            .add(new Costly().bind())
            .add(load.service(vertx));
    Local.await(server.start());
    load.update(report -> report.withCpuUtilization(0.25).withRates(100, 2));

    GrpcClient client = Local.client(vertx, server);
    var call = client.call(GreeterGrpc.SAY_HELLO, client.callOptions());
    call.requests().end(Local.request("Ada"));
    System.out.println(Local.await(call.response()).getMessage());
    LoadReport report = LoadReports.fromTrailers(Local.await(call.trailers()));
    System.out.println("cpu " + report.cpuUtilization() + ", " + report.requestCost());
    Local.await(vertx.close());
  }
}
