package dev.toolkit.grpc.client;

import static dev.toolkit.grpc.client.Texts.BIDI;
import static dev.toolkit.grpc.client.Texts.CLIENT_STREAM;
import static dev.toolkit.grpc.client.Texts.SERVER_STREAM;
import static dev.toolkit.grpc.client.Texts.UNARY;
import static dev.toolkit.grpc.client.Texts.await;
import static dev.toolkit.grpc.client.Texts.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.server.ServerCall;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcClientTest {

  private final Texts texts = new Texts();

  @AfterEach
  void close() {
    texts.close();
  }

  @Test
  void unaryCallIsAnsweredOnTheEventLoopThatMadeIt() {
    GrpcClient client = greeting();

    Thread caller = texts.on(texts.eventLoop, () -> Future.succeededFuture(Thread.currentThread()));
    Thread answered =
        texts.on(
            texts.eventLoop,
            () ->
                client
                    .unary(UNARY, text("joe"), client.callOptions())
                    .map(r -> Thread.currentThread()));

    assertSame(caller, answered);
  }

  @Test
  void unaryCallIsAnsweredOnTheWorkerContextThatMadeIt() {
    GrpcClient client = greeting();

    Context answered =
        texts.on(
            texts.worker,
            () ->
                client
                    .unary(UNARY, text("joe"), client.callOptions())
                    .map(r -> Vertx.currentContext()));

    assertSame(texts.worker, answered);
  }

  @Test
  void anyThreadCanCall() {
    assertEquals(text("hi joe"), await(greeting().unary(UNARY, text("joe"), CallOptions.DEFAULT)));
  }

  @Test
  void failureHasTheStatusAndTheTrailers() {
    texts.service.unary(
        UNARY,
        q ->
            Future.failedFuture(
                new StatusException(
                    Status.of(Code.NOT_FOUND, "no joe"), Metadata.of("looked-in", "attic"))));
    GrpcClient client = texts.start();

    var failure = failureOf(client.unary(UNARY, text("joe"), CallOptions.DEFAULT));

    assertEquals(Status.of(Code.NOT_FOUND, "no joe"), failure.status());
    assertEquals("attic", failure.trailers().get("looked-in"));
  }

  @Test
  void unknownCompressorOrCodecFailsBeforeAnythingIsSent() {
    GrpcClient client = greeting();

    var compression = CallOptions.DEFAULT.withCompression("nope");
    var codec = CallOptions.DEFAULT.withCodec("nope");

    assertEquals(Code.INTERNAL, failureOf(client.unary(UNARY, text(""), compression)).code());
    assertTrue(
        failureOf(client.unary(UNARY, text(""), codec))
            .status()
            .message()
            .startsWith("codec \"nope\" is not known to this client, known are [proto"));
    assertEquals(Code.INTERNAL, await(client.call(UNARY, codec).status()).code());
  }

  @Test
  void deadlineEndsTheCallAndTheHandlerHearsIt() {
    var cancelled = new CompletableFuture<Status>();
    texts.service.unary(UNARY, q -> whenCancelled(cancelled));
    GrpcClient client = texts.start();

    var options = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(50));
    var failure = failureOf(client.unary(UNARY, text("joe"), options));

    assertEquals(Code.DEADLINE_EXCEEDED, failure.code());
    assertEquals(Code.DEADLINE_EXCEEDED, Recorder.await(cancelled).code());
  }

  @Test
  void foreignThreadIsStoppedUntilTheServerTakesItsRequests() {
    var reading = new CompletableFuture<ReadStream<StringValue>>();
    texts.service.clientStreaming(
        CLIENT_STREAM,
        requests -> {
          reading.complete(requests);
          return requests.collect(Collectors.counting()).map(n -> text("" + n));
        });
    GrpcClient client = texts.start();
    var call = client.clientStreaming(CLIENT_STREAM, CallOptions.DEFAULT);
    var requests = Recorder.await(reading);
    var drained = new CompletableFuture<Void>();
    call.drainHandler(v -> drained.complete(null));

    int written = 0;
    while (!call.writeQueueFull()) {
      call.write(text("x".repeat(1_000)));
      written++;
      assertTrue(written < 100_000, "nothing stops the writer");
    }
    Recorder.on(texts.serverContext, requests::resume);
    Recorder.await(drained);

    assertFalse(call.writeQueueFull());
    call.end();
    assertEquals(text("" + written), await(call.response()));
  }

  @Test
  void responsesComeInOrderThenTheEnd() {
    counting(3);
    GrpcClient client = texts.start();

    var all =
        texts.on(
            texts.eventLoop,
            () ->
                client
                    .serverStreaming(SERVER_STREAM, text("n"), CallOptions.DEFAULT)
                    .compose(this::collect));

    assertEquals(List.of("0", "1", "2"), all);
  }

  @Test
  void responsesReachAWorkerInOrder() {
    counting(300);
    GrpcClient client = texts.start();

    var all =
        texts.on(
            texts.worker,
            () ->
                client
                    .serverStreaming(SERVER_STREAM, text("n"), CallOptions.DEFAULT)
                    .compose(this::collect));

    assertEquals(300, all.size());
    assertEquals("299", all.get(299));
  }

  @Test
  void pausedReaderGetsNoMoreThanItFetches() {
    counting(50);
    GrpcClient client = texts.start();
    var seen = new ArrayList<String>();
    var third = Promise.<Integer>promise();

    int atThird =
        texts.on(
            texts.eventLoop,
            () ->
                client
                    .serverStreaming(SERVER_STREAM, text("n"), CallOptions.DEFAULT)
                    .compose(
                        stream -> {
                          stream.handler(
                              r -> {
                                seen.add(r.getValue());
                                if (seen.size() == 3) {
                                  stream.pause();
                                  Vertx.currentContext()
                                      .runOnContext(v -> third.complete(seen.size()));
                                }
                              });
                          stream.resume();
                          return third.future();
                        }));

    assertEquals(3, atThird);
  }

  @Test
  void failureBeforeTheHeadersFailsTheStream() {
    texts.service.serverStreaming(
        SERVER_STREAM,
        (q, responses) -> Future.failedFuture(Status.of(Code.ABORTED, "not now").asException()));
    GrpcClient client = texts.start();

    var failure = failureOf(client.serverStreaming(SERVER_STREAM, text(""), CallOptions.DEFAULT));

    assertEquals(Status.of(Code.ABORTED, "not now"), failure.status());
  }

  @Test
  void failureAfterResponsesGoesToTheExceptionHandler() {
    texts.service.serverStreaming(
        SERVER_STREAM,
        (q, responses) -> {
          responses.write(text("one"));
          return Future.failedFuture(Status.of(Code.DATA_LOSS, "gone").asException());
        });
    GrpcClient client = texts.start();

    var failure =
        failureOf(
            client
                .serverStreaming(SERVER_STREAM, text(""), CallOptions.DEFAULT)
                .compose(this::collect));

    assertEquals(Status.of(Code.DATA_LOSS, "gone"), failure.status());
  }

  @Test
  void takingTheHandlerAwayCancelsTheCall() {
    var cancelled = new CompletableFuture<Status>();
    texts.service.serverStreaming(
        SERVER_STREAM,
        (q, responses) -> {
          responses.write(text("one"));
          return whenCancelled(cancelled);
        });
    GrpcClient client = texts.start();

    client
        .serverStreaming(SERVER_STREAM, text(""), CallOptions.DEFAULT)
        .onSuccess(stream -> stream.handler(r -> stream.handler(null)).resume());

    assertEquals(Code.CANCELLED, Recorder.await(cancelled).code());
  }

  @Test
  void requestsWrittenOneByOneGetOneResponse() {
    joining();
    GrpcClient client = texts.start();

    RequestStream<StringValue, StringValue> call =
        client.clientStreaming(CLIENT_STREAM, CallOptions.DEFAULT);
    call.write(text("a"));
    call.write(text("b"));
    call.end();

    assertEquals(text("ab"), await(call.response()));
  }

  @Test
  void requestsReadFromAnotherCallArePiped() {
    joining();
    counting(100);
    GrpcClient client = texts.start();

    var joined =
        texts.on(
            texts.eventLoop,
            () ->
                client
                    .serverStreaming(SERVER_STREAM, text(""), CallOptions.DEFAULT)
                    .compose(
                        numbers ->
                            client.clientStreaming(CLIENT_STREAM, numbers, CallOptions.DEFAULT)));

    assertEquals(190, joined.getValue().length());
  }

  @Test
  void sourceThatIsDeafWhileItDeliversIsReadToItsEnd() {
    joining();
    GrpcClient client = texts.start();

    var joined = client.clientStreaming(CLIENT_STREAM, new DeafSource(100), CallOptions.DEFAULT);

    assertEquals(192, await(joined).getValue().length());
  }

  @Test
  void bidiCallEchoesWhileItIsOpen() {
    texts.service.bidiStreaming(BIDI, (requests, responses) -> requests.pipeTo(responses));
    GrpcClient client = texts.start();
    var first = Promise.<StringValue>promise();

    BidiStream<StringValue, StringValue> call = client.bidiStreaming(BIDI, CallOptions.DEFAULT);
    call.responses().handler(first::tryComplete).resume();
    call.write(text("ping"));

    assertEquals(text("ping"), await(first.future()));
    assertFalse(call.call().status().isComplete());
    call.end();
    assertEquals(Status.OK, await(call.call().status()));
  }

  @Test
  void callTellsHeadersTrailersStatusAndPeer() {
    texts.service.unary(
        UNARY,
        q -> {
          ServerCall.current()
              .responseHeaders(Metadata.of("first", "1"))
              .responseTrailers(Metadata.of("last", "2"));
          return Future.succeededFuture(q);
        });
    GrpcClient client = texts.start();

    ClientCall<StringValue, StringValue> call = client.call(UNARY);
    call.requests().end(text("x"));

    assertEquals(text("x"), await(call.response()));
    assertEquals("1", await(call.headers()).get("first"));
    assertEquals("2", await(call.trailers()).get("last"));
    assertEquals(Status.OK, await(call.status()));
    assertTrue(call.peer() != null);
  }

  @Test
  void messageListenerSeesWhetherAMessageArrivedCompressed() {
    texts.service.unary(
        UNARY,
        q -> {
          ServerCall.current().responseCompression("gzip");
          return Future.succeededFuture(q);
        });
    GrpcClient client = texts.start();
    var compressed = new ArrayList<Boolean>();

    ClientCall<StringValue, StringValue> call = client.call(UNARY);
    call.messageListener(message -> compressed.add(message.compressed()));
    call.requests().end(text("x"));
    await(call.response());

    assertEquals(List.of(true), compressed);
  }

  @Test
  void cancelledCallFailsWithTheReason() {
    var cancelled = new CompletableFuture<Status>();
    texts.service.unary(UNARY, q -> whenCancelled(cancelled));
    GrpcClient client = texts.start();

    ClientCall<StringValue, StringValue> call = client.call(UNARY);
    call.requests().end(text("x"));
    call.cancel("enough");

    assertEquals(Status.of(Code.CANCELLED, "enough"), await(call.status()));
    assertEquals("enough", failureOf(call.response()).status().message());
  }

  @Test
  void writeAfterTheEndFails() {
    texts.service.unary(UNARY, Future::succeededFuture);
    GrpcClient client = texts.start();

    ClientCall<StringValue, StringValue> call = client.call(UNARY);
    call.requests().end(text("x"));

    assertEquals(Code.FAILED_PRECONDITION, failureOf(call.requests().write(text("y"))).code());
    await(call.response());
    assertEquals(Code.CANCELLED, failureOf(call.requests().write(text("z"))).code());
  }

  @Test
  void responseOfAStreamIsWrongUse() {
    texts.service.bidiStreaming(BIDI, (requests, responses) -> Future.succeededFuture());
    GrpcClient client = texts.start();

    var call = client.call(BIDI);

    assertThrows(IllegalStateException.class, call::response);
  }

  @Test
  void interceptorThatThrowsFailsTheCall() {
    texts.service.unary(UNARY, Future::succeededFuture);
    texts.builder.interceptors(
        List.of(
            (head, next) -> {
              throw Status.of(Code.UNAUTHENTICATED, "no token").asException();
            }));
    GrpcClient client = texts.start();

    var failure = failureOf(client.unary(UNARY, text(""), CallOptions.DEFAULT));

    assertEquals(Status.of(Code.UNAUTHENTICATED, "no token"), failure.status());
  }

  @Test
  void firstInterceptorIsTheOutermost() {
    texts.service.unary(
        UNARY,
        q ->
            Future.succeededFuture(text(ServerCall.current().metadata().getAll("via").toString())));
    texts.builder.interceptors(
        List.of(
            (head, next) -> next.invoke(head.withMetadata(head.metadata().with("via", "a"))),
            (head, next) -> next.invoke(head.withMetadata(head.metadata().with("via", "b")))));
    GrpcClient client = texts.start();

    assertEquals(text("[a, b]"), await(client.unary(UNARY, text(""), CallOptions.DEFAULT)));
  }

  @Test
  void callMadeWhileServingInheritsTheDeadlineAndTheCancellation() {
    var inner = new CompletableFuture<Status>();
    var client = new CompletableFuture<GrpcClient>();
    texts.service.unary(
        UNARY,
        q ->
            q.getValue().equals("inner")
                ? whenCancelled(inner)
                : client.join().unary(UNARY, text("inner"), CallOptions.DEFAULT));
    client.complete(texts.start());

    var options = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(50));
    var failure = failureOf(client.join().unary(UNARY, text("outer"), options));

    assertEquals(Code.DEADLINE_EXCEEDED, failure.code());
    assertEquals(Code.DEADLINE_EXCEEDED, Recorder.await(inner).code());
  }

  private GrpcClient greeting() {
    texts.service.unary(UNARY, q -> Future.succeededFuture(text("hi " + q.getValue())));
    return texts.start();
  }

  private void counting(int count) {
    texts.service.serverStreaming(
        SERVER_STREAM,
        (q, responses) -> {
          for (int i = 0; i < count; i++) {
            responses.write(text("" + i));
          }
          return Future.succeededFuture();
        });
  }

  private void joining() {
    texts.service.clientStreaming(
        CLIENT_STREAM, requests -> collect(requests).map(all -> text(String.join("", all))));
  }

  private Future<List<String>> collect(ReadStream<StringValue> stream) {
    var all = new ArrayList<String>();
    var promise = Promise.<List<String>>promise();
    stream
        .handler(r -> all.add(r.getValue()))
        .endHandler(v -> promise.complete(all))
        .exceptionHandler(promise::fail)
        .resume();
    return promise.future();
  }

  private static <T> Future<T> whenCancelled(CompletableFuture<Status> cancelled) {
    ServerCall.current().onCancel(cancelled::complete);
    return Promise.<T>promise().future();
  }

  private static StatusException failureOf(Future<?> future) {
    return await(
        future
            .map(StatusException.class::cast)
            .recover(e -> Future.succeededFuture((StatusException) e)));
  }
}
