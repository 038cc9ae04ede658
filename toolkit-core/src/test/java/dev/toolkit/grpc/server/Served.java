package dev.toolkit.grpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connection;
import dev.toolkit.grpc.transport.Recorder;
import dev.toolkit.grpc.transport.inprocess.InProcess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server in process and a connection to it, on two event loops. */
final class Served implements AutoCloseable {

  final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  final InProcess inProcess = InProcess.create(vertx);
  final Context serverContext = ((VertxInternal) vertx).createEventLoopContext();
  final Context clientContext = ((VertxInternal) vertx).createEventLoopContext();
  GrpcServerBuilder builder = GrpcServer.builder(vertx);
  @Nullable GrpcServer server;
  @Nullable Connection connection;

  Served start(ServiceDefinition.Builder service) {
    return start(service, Dispatch.EVENT_LOOP);
  }

  Served start(ServiceDefinition.Builder service, Dispatch dispatch) {
    return start(build().add(service.build(), dispatch));
  }

  GrpcServer build() {
    return builder.transports(List.of(inProcess.serverTransport())).build();
  }

  Served start(GrpcServer server) {
    this.server = server;
    await(Recorder.on(serverContext, server::start));
    var request =
        new ConnectRequest(
            SocketAddress.domainSocketAddress("in-process"), "echo.test", Duration.ofSeconds(5));
    connection =
        await(
            Recorder.on(clientContext, () -> inProcess.transport().connect(request).connection()));
    return this;
  }

  Recorder call(MethodDescriptor<?, ?> method) {
    return call(Recorder.head(method.path(), Metadata.EMPTY, null));
  }

  Recorder call(MethodDescriptor<?, ?> method, Duration timeout) {
    return call(Recorder.head(method.path(), Metadata.EMPTY, Deadline.after(timeout)));
  }

  Recorder call(CallHead head) {
    return Recorder.call(clientContext, connection, head);
  }

  static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }

  /** Ends all; nothing may be left open by then. */
  @Override
  public void close() {
    if (server != null) {
      await(Recorder.on(serverContext, () -> server.shutdown(Duration.ofSeconds(10))));
      assertEquals(0, connection.activeCalls());
    }
    await(vertx.close());
  }
}
