package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.health.HealthService;
import dev.toolkit.grpc.health.ServingStatus;
import dev.toolkit.grpc.health.v1.HealthCheckRequest;
import dev.toolkit.grpc.health.v1.HealthCheckResponse;
import dev.toolkit.grpc.health.v1.HealthClient;
import dev.toolkit.grpc.server.GrpcServer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** A server that says how its services are; see docs/health.md. */
public final class HealthExample {

  private HealthExample() {}

  /** Prints the status that a check finds, and those that a watch sees. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    HealthService health =
        HealthService.create().setStatus(GreeterGrpc.SERVICE_NAME, ServingStatus.SERVING);
    GrpcServer server =
        GrpcServer.create(vertx, Local.serving()).add(new Greeter().bind()).add(health.bind());
    Local.await(server.start());

    GrpcClient client = Local.client(vertx, server);
    var request = HealthCheckRequest.newBuilder().setService(GreeterGrpc.SERVICE_NAME).build();
    var found = Local.await(HealthClient.create(client).check(request));
    System.out.println(found.getStatus());

    watch(client, request, health);
    Local.await(vertx.close());
  }

  private static void watch(GrpcClient client, HealthCheckRequest request, HealthService health) {
    Promise<Void> down = Promise.promise();
    HealthClient.create(client)
        .watch(request)
        .onSuccess(
            statuses ->
                statuses
                    .handler(response -> saw(response, health, down))
                    .exceptionHandler(down::tryFail)
                    .resume())
        .onFailure(down::tryFail);
    Local.await(down.future());
  }

  private static void saw(HealthCheckResponse response, HealthService health, Promise<Void> down) {
    System.out.println("watched: " + response.getStatus());
    if (response.getStatus() == HealthCheckResponse.ServingStatus.SERVING) {
      health.setStatus(GreeterGrpc.SERVICE_NAME, ServingStatus.NOT_SERVING);
    } else {
      down.tryComplete();
    }
  }
}
