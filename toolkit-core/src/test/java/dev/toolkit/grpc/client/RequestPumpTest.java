package dev.toolkit.grpc.client;

import static dev.toolkit.grpc.client.Texts.CLIENT_STREAM;
import static dev.toolkit.grpc.client.Texts.await;
import static dev.toolkit.grpc.client.Texts.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.call.CallOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestPumpTest {

  private final Texts texts = new Texts();
  private final List<String> received = new ArrayList<>();

  @BeforeEach
  void serve() {
    texts.service.clientStreaming(CLIENT_STREAM, this::receive);
  }

  @AfterEach
  void close() {
    texts.close();
  }

  @Test
  void sourceThatIsDeafWhileItDeliversIsReadToItsEnd() {
    GrpcClient client = texts.start();

    await(client.clientStreaming(CLIENT_STREAM, new DeafSource(100), CallOptions.DEFAULT));

    assertEquals(numbers(100), received);
  }

  @Test
  void sourceIsReadInOrderOnTheContextOfTheCaller() {
    GrpcClient client = texts.start();

    texts.on(
        texts.eventLoop,
        () -> client.clientStreaming(CLIENT_STREAM, new DeafSource(50), CallOptions.DEFAULT));

    assertEquals(numbers(50), received);
  }

  private Future<StringValue> receive(ReadStream<StringValue> requests) {
    Promise<StringValue> end = Promise.promise();
    requests
        .handler(request -> received.add(request.getValue()))
        .exceptionHandler(end::tryFail)
        .endHandler(v -> end.tryComplete(text("done")))
        .resume();
    return end.future();
  }

  private static List<String> numbers(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList();
  }
}
