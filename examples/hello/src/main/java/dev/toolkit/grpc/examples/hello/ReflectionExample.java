package dev.toolkit.grpc.examples.hello;

import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.reflection.Reflection;
import dev.toolkit.grpc.reflection.v1.ServerReflectionGrpc;
import dev.toolkit.grpc.reflection.v1.ServerReflectionRequest;
import dev.toolkit.grpc.reflection.v1.ServerReflectionResponse;
import dev.toolkit.grpc.server.GrpcServer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** A server that tools can ask what it serves; see docs/reflection.md. */
public final class ReflectionExample {

  private ReflectionExample() {}

  /** Prints the names of the services. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    GrpcServer server = GrpcServer.create(vertx, Local.serving()).add(new Greeter().bind());
    Reflection.addTo(server);
    Local.await(server.start());

    GrpcClient client = Local.client(vertx, server);
    var call = client.call(ServerReflectionGrpc.SERVER_REFLECTION_INFO, client.callOptions());
    Promise<ServerReflectionResponse> answer = Promise.promise();
    call.responses().handler(answer::tryComplete).exceptionHandler(answer::tryFail).resume();
    call.requests().end(ServerReflectionRequest.newBuilder().setListServices("").build());
    Local.await(answer.future())
        .getListServicesResponse()
        .getServiceList()
        .forEach(service -> System.out.println(service.getName()));
    Local.await(vertx.close());
  }
}
