package dev.toolkit.grpc.client;

import static dev.toolkit.grpc.client.Texts.UNARY;
import static dev.toolkit.grpc.client.Texts.await;
import static dev.toolkit.grpc.client.Texts.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that is closed. */
class ClosedClientTest {

  private static final Duration LONG = Duration.ofSeconds(60);

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

  @Test
  void clientMayBeClosedTwiceAndBeforeItWasUsed() {
    GrpcClient client = greeting();
    await(client.close());
    await(client.close());

    GrpcClient used = texts.builder.build();
    await(used.unary(UNARY, text("joe"), CallOptions.DEFAULT));
    Future<Void> end = used.shutdown(LONG);
    await(used.close());
    await(end);
  }

  @Test
  void shorterGraceOfASecondShutdownEndsTheCalls() {
    Promise<StringValue> arrived = Promise.promise();
    texts.service.unary(UNARY, request -> hold(request, arrived));
    GrpcClient client = texts.start();
    Future<StringValue> call = client.unary(UNARY, text("joe"), CallOptions.DEFAULT);
    await(arrived.future());

    Future<Void> end = client.shutdown(LONG);
    await(client.shutdown(Duration.ofMillis(10)));

    await(end);
    assertEquals(Code.UNAVAILABLE, failureOf(call).status().code());
  }

  private static Future<StringValue> hold(StringValue request, Promise<StringValue> arrived) {
    arrived.complete(request);
    return Promise.<StringValue>promise().future();
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
