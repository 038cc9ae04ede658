package dev.toolkit.grpc.codegen.tests;

import com.acme.hello.GreeterClient;
import com.acme.hello.GreeterGrpc;
import com.acme.hello.GreeterService;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.transport.inprocess.InProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A greeter served in process, and a generated client of it. */
final class Served implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final InProcess inProcess = InProcess.create(vertx);
  private final GrpcServer server;
  private final GrpcClient grpcClient;
  final GreeterClient client;

  Served(GreeterService service) throws TimeoutException {
    server = GrpcServer.builder(vertx).transports(List.of(inProcess.serverTransport())).build();
    await(server.add(GreeterGrpc.bind(service)).start());
    grpcClient =
        GrpcClient.builder(vertx)
            .options(new GrpcClientOptions().setTarget("localhost:1"))
            .transport(inProcess.transport())
            .build();
    client = GreeterClient.create(grpcClient);
  }

  static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws TimeoutException {
    await(grpcClient.close().eventually(server::shutdown).eventually(vertx::close));
  }
}
