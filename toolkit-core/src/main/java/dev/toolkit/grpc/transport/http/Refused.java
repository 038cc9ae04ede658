package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Status;
import io.vertx.core.buffer.Buffer;

/** Drops the body of a request that was answered before it arrived. */
record Refused(ServerExchange exchange) implements ServerExchange.Listener {

  private static final System.Logger LOG = System.getLogger(Refused.class.getName());

  /** Answers a request by the status and the headers that were set, without a body. */
  static void answer(ServerExchange exchange) {
    exchange.start(new Refused(exchange));
    exchange.end(null).onFailure(Refused::ignoreLostClient);
  }

  /** Takes note of a client that did not wait for its refusal. */
  private static void ignoreLostClient(Throwable failure) {
    LOG.log(System.Logger.Level.DEBUG, "the client left before it was refused", failure);
  }

  @Override
  public void data(Buffer piece) {
    // Dropping it returns its credit.
  }

  @Override
  public void requestEnded() {
    // The response ended already.
  }

  @Override
  public void failed(Status reason) {
    // Nobody waits for the answer any more.
  }

  @Override
  public void drained() {
    // Nothing is left to write.
  }
}
