package dev.toolkit.grpc.client;

import static dev.toolkit.grpc.client.Texts.SERVER_STREAM;
import static dev.toolkit.grpc.client.Texts.UNARY;
import static dev.toolkit.grpc.client.Texts.await;
import static dev.toolkit.grpc.client.Texts.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.call.CallOptions;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Vert.x's {@code collect} on our streams, which are handed over paused: it does not resume. */
class CollectTest {

  private final Texts texts = new Texts();

  @AfterEach
  void close() {
    texts.close();
  }

  @Test
  void responsesAreCollectedOnceTheStreamIsResumed() {
    texts.service.serverStreaming(SERVER_STREAM, (request, responses) -> write(responses));
    texts.service.unary(UNARY, Future::succeededFuture);
    GrpcClient client = texts.start();

    ReadStream<StringValue> stream =
        await(client.serverStreaming(SERVER_STREAM, text(""), CallOptions.DEFAULT));
    Future<List<StringValue>> collected = stream.collect(Collectors.toList());
    await(client.unary(UNARY, text("what was on its way has come"), CallOptions.DEFAULT));
    assertFalse(collected.isComplete());
    stream.resume();

    assertEquals(List.of(text("a"), text("b")), await(collected));
  }

  private static Future<Void> write(WriteStream<StringValue> responses) {
    return responses.write(text("a")).compose(v -> responses.write(text("b")));
  }
}
