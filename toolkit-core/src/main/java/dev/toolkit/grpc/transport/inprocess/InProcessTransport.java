package dev.toolkit.grpc.transport.inprocess;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connecting;
import dev.toolkit.grpc.transport.Connection;
import dev.toolkit.grpc.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;

/** The client's side of an in-process transport. */
final class InProcessTransport implements Transport {

  private final VertxInternal vertx;
  private final InProcessServerTransport server;
  private final InProcessOptions options;
  private final List<String> encodings;

  InProcessTransport(
      VertxInternal vertx,
      InProcessServerTransport server,
      InProcessOptions options,
      List<String> encodings) {
    this.vertx = vertx;
    this.server = server;
    this.options = options;
    this.encodings = encodings;
  }

  @Override
  public Connecting connect(ConnectRequest request) {
    ContextInternal context = vertx.getOrCreateContext();
    var connection =
        new InProcessConnection(context, server, request.authority(), options, encodings);
    Promise<Connection> opened = context.promise();
    server
        .register(connection)
        .onComplete(
            registered -> context.runOnContext(v -> opened.tryComplete(connection)),
            opened::tryFail);
    return new Opening(opened, connection);
  }

  private record Opening(Promise<Connection> opened, InProcessConnection opening)
      implements Connecting {

    @Override
    public Future<Connection> connection() {
      return opened.future();
    }

    @Override
    public void abort() {
      var status = Status.of(Code.CANCELLED, "the connection attempt was given up");
      if (opened.tryFail(status.asException())) {
        opening.shutdown(Duration.ZERO);
      }
    }
  }
}
