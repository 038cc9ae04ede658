package dev.toolkit.grpc.transport.inprocess;

import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.ServerTransport;
import dev.toolkit.grpc.transport.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

/**
 * A client's and a server's transport that are joined to each other, and to nobody else.
 *
 * <p>Calls of a client that is on the server's event loop run there without a change of thread;
 * others hop. Payloads are handed over as they are: nothing is encoded or compressed, though each
 * message keeps its word about compression. A stream never hands a frame to its owner within a
 * {@code write} of that owner.
 */
public final class InProcess {

  private final InProcessServerTransport server;
  private final InProcessTransport client;

  private InProcess(VertxInternal vertx, InProcessOptions options) {
    var encodings =
        Compressors.defaults().names().stream().filter(name -> !name.equals("identity")).toList();
    this.server = new InProcessServerTransport(vertx);
    this.client = new InProcessTransport(vertx, server, options, encodings);
  }

  /** Two joined transports with the default limits. */
  public static InProcess create(Vertx vertx) {
    return create(vertx, InProcessOptions.DEFAULT);
  }

  /** Two joined transports. */
  public static InProcess create(Vertx vertx, InProcessOptions options) {
    return new InProcess((VertxInternal) vertx, options);
  }

  /** The client's side; the address of a connect request is of no importance to it. */
  public Transport transport() {
    return client;
  }

  /** The server's side, whose calls run on the context that starts it. */
  public ServerTransport serverTransport() {
    return server;
  }
}
