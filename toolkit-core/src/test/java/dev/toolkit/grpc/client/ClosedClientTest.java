package dev.toolkit.grpc.client;

import static dev.toolkit.grpc.client.Texts.UNARY;
import static dev.toolkit.grpc.client.Texts.await;
import static dev.toolkit.grpc.client.Texts.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallOptions;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that is closed. */
class ClosedClientTest {

  private final Texts texts = new Texts();

  @AfterEach
  void close() {
    texts.close();
  }

  @Test
  void closedClientCancelsNewCalls() {
    GrpcClient client = greeting();
    await(client.unary(UNARY, text("joe"), CallOptions.DEFAULT));

    await(client.close());

    assertEquals(
        Status.of(Code.CANCELLED, "the client is closed"),
        failureOf(client.unary(UNARY, text("joe"), CallOptions.DEFAULT)).status());
  }

  private GrpcClient greeting() {
    texts.service.unary(UNARY, q -> Future.succeededFuture(text("hi " + q.getValue())));
    return texts.start();
  }

  private static StatusException failureOf(Future<?> future) {
    return await(
        future
            .map(StatusException.class::cast)
            .recover(e -> Future.succeededFuture((StatusException) e)));
  }
}
