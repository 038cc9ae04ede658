package dev.toolkit.grpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcServerTest {

  private static final Frame END = Frame.HalfClose.INSTANCE;

  private final Served served = new Served();

  @AfterEach
  void close() {
    served.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void unaryCallIsAnsweredByHeadersMessageAndTrailers(Dispatch dispatch) {
    served.start(unary(q -> Future.succeededFuture(Echo.text("hi " + q.getValue()))), dispatch);

    var call = served.call(Echo.UNARY).write(Echo.message("joe"), END).fetch(9);

    call.next(Frame.Headers.class);
    assertEquals("hi joe", Echo.textOf(call.next(Frame.Message.class)));
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void methodRunsOnTheThreadsOfItsDispatch(Dispatch dispatch) {
    var worker = new CompletableFuture<Boolean>();
    served.start(
        unary(
            q -> {
              worker.complete(Context.isOnWorkerThread());
              assertEquals("echo.test", ServerCall.current().authority());
              return Future.succeededFuture(q);
            }),
        dispatch);

    assertEquals(Status.OK, statusOf(Echo.message("joe"), END));

    assertEquals(dispatch == Dispatch.WORKER, Recorder.await(worker));
  }

  @Test
  void failedFutureIsTheStatusOfTheCall() {
    var failure = new StatusException(Status.of(Code.NOT_FOUND, "no joe"), Metadata.of("a", "b"));
    served.start(unary(q -> Future.failedFuture(new RuntimeException(failure))));

    var trailers = trailersOf(Echo.message("joe"), END);

    assertEquals(Status.of(Code.NOT_FOUND, "no joe"), trailers.status());
    assertEquals("b", trailers.metadata().get("a"));
  }

  @Test
  void exceptionThatIsNoStatusTellsThePeerNothing() {
    served.builder.exceptionMapper(e -> new StatusException(Status.of(e)));
    served.start(
        unary(
            q -> {
              throw new IllegalStateException("secret");
            }));

    var status = statusOf(Echo.message("joe"), END);

    assertEquals(Code.UNKNOWN, status.code());
    assertEquals("", status.message());
  }

  @Test
  void noFutureAndNoResponseAreInternalErrors() {
    served.start(unary(q -> q.getValue().isEmpty() ? null : Future.succeededFuture(null)));

    assertEquals(
        Status.of(Code.INTERNAL, "method test.Echo/Unary returned no future"),
        statusOf(Echo.message(""), END));
    assertEquals(
        Status.of(Code.INTERNAL, "method test.Echo/Unary gave no response"),
        statusOf(Echo.message("joe"), END));
  }

  @Test
  void anotherNumberOfRequestsThanOneIsUnimplemented() {
    served.start(unary(Future::succeededFuture));

    assertEquals(
        Status.of(Code.UNIMPLEMENTED, "method test.Echo/Unary takes one request, got none"),
        statusOf(END));
    assertEquals(
        Status.of(Code.UNIMPLEMENTED, "method test.Echo/Unary takes one request, got more"),
        statusOf(Echo.message("a"), Echo.message("b"), END));
  }

  @ParameterizedTest
  @CsvSource({
    "/test.Nope/Unary, unknown service test.Nope",
    "/test.Echo/Nope, unknown method Nope for service test.Echo",
    "/test.Echo/Bidi, method test.Echo/Bidi is not implemented",
    "test.Echo/Unary, malformed method name \"test.Echo/Unary\"",
    "/Unary, malformed method name \"/Unary\""
  })
  void unknownMethodIsUnimplemented(String path, String message) {
    served.start(unary(Future::succeededFuture));

    var call = served.call(Recorder.head(path, Metadata.EMPTY, null)).write(END);

    assertEquals(Status.of(Code.UNIMPLEMENTED, message), call.next(Frame.Trailers.class).status());
  }

  @Test
  void unknownMethodHandlerTakesWhatNoServiceHas() {
    served.start(
        served
            .build()
            .unknownMethodHandler(
                call ->
                    call.stream()
                        .write(
                            new Frame.Trailers(
                                Status.of(Code.ABORTED, call.head().path()), Metadata.EMPTY))));

    var call = served.call(Recorder.head("/any/Thing", Metadata.EMPTY, null));

    assertEquals(Status.of(Code.ABORTED, "/any/Thing"), call.next(Frame.Trailers.class).status());
  }

  @Test
  void requestThatCannotBeDecodedIsAnInternalError() {
    served.start(unary(Future::succeededFuture));

    var status = statusOf(BrokenPayload.message(), END);

    assertEquals(Code.INTERNAL, status.code());
  }

  @Test
  void headersAndTrailersOfTheMethodAreSent() {
    served.start(
        unary(
            q -> {
              ServerCall call = ServerCall.current();
              call.responseHeaders(Metadata.of("h", call.metadata().get("in")));
              call.responseTrailers(Metadata.of("t", "2"));
              return Future.failedFuture(Status.of(Code.ABORTED, "no").asException());
            }));
    var head = Recorder.head(Echo.UNARY.path(), Metadata.of("in", "1"), null);

    var call = served.call(head).write(Echo.message(""), END);

    assertEquals("1", call.next(Frame.Headers.class).metadata().get("h"));
    assertEquals("2", call.next(Frame.Trailers.class).metadata().get("t"));
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void responsesStreamUntilTheFutureEnds(Dispatch dispatch) {
    served.start(
        Echo.service()
            .serverStreaming(
                Echo.SERVER_STREAM,
                (q, responses) -> {
                  for (int i = 0; i < 100; i++) {
                    responses.write(Echo.text(q.getValue() + i));
                  }
                  return responses.end();
                }),
        dispatch);

    var call = served.call(Echo.SERVER_STREAM).write(Echo.message("a"), END).fetch(100);

    call.next(Frame.Headers.class);
    for (int i = 0; i < 100; i++) {
      assertEquals("a" + i, Echo.textOf(call.next(Frame.Message.class)));
    }
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void requestsAreCollectedIntoOneResponse(Dispatch dispatch) {
    served.start(
        Echo.service()
            .clientStreaming(
                Echo.CLIENT_STREAM,
                requests -> {
                  var all = requests.collect(Collectors.toList());
                  requests.resume();
                  return all.map(list -> Echo.text("got " + list.size()));
                }),
        dispatch);

    var call = served.call(Echo.CLIENT_STREAM).fetch(1);
    for (int i = 0; i < 200; i++) {
      call.write(Echo.message("x"));
    }
    call.write(END);

    call.next(Frame.Headers.class);
    assertEquals("got 200", Echo.textOf(call.next(Frame.Message.class)));
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void requestsArePipedIntoResponses(Dispatch dispatch) {
    served.start(
        Echo.service()
            .bidiStreaming(Echo.BIDI, (requests, responses) -> requests.pipeTo(responses)),
        dispatch);

    var call = served.call(Echo.BIDI);
    for (int i = 0; i < 300; i++) {
      call.write(Echo.message("m" + i));
    }
    call.write(END).fetch(Long.MAX_VALUE);

    call.next(Frame.Headers.class);
    for (int i = 0; i < 300; i++) {
      assertEquals("m" + i, Echo.textOf(call.next(Frame.Message.class)));
    }
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }

  @Test
  void pausedRequestsWait() {
    var delivered = new LinkedBlockingQueue<String>();
    var stream = new CompletableFuture<ReadStream<StringValue>>();
    Promise<StringValue> response = Promise.promise();
    served.start(
        Echo.service()
            .clientStreaming(
                Echo.CLIENT_STREAM,
                requests -> {
                  requests.handler(q -> delivered.add(q.getValue()));
                  requests.endHandler(v -> response.complete(Echo.text("end")));
                  stream.complete(requests);
                  return response.future();
                }));

    var call = served.call(Echo.CLIENT_STREAM).fetch(1);
    call.write(Echo.message("a"), Echo.message("b"), Echo.message("c"), END);
    var requests = Recorder.await(stream);
    Recorder.on(served.serverContext, () -> requests.fetch(2));

    assertEquals(List.of("a", "b"), List.copyOf(delivered));
    Recorder.on(served.serverContext, () -> requests.fetch(1));
    call.next(Frame.Headers.class);
    assertEquals(3, delivered.size());
  }

  @Test
  void cancelFailsStreamsAndTellsHandlers() {
    var heard = new CompletableFuture<Status>();
    var requestsFailed = new CompletableFuture<Throwable>();
    var writeFailed = new CompletableFuture<Throwable>();
    served.start(
        Echo.service()
            .bidiStreaming(
                Echo.BIDI,
                (requests, responses) -> {
                  ServerCall call = ServerCall.current();
                  requests.exceptionHandler(requestsFailed::complete);
                  requests.resume();
                  call.onCancel(heard::complete);
                  call.onCancel(
                      s ->
                          served.vertx.runOnContext(
                              v ->
                                  responses
                                      .write(Echo.text("late"))
                                      .onFailure(writeFailed::complete)));
                  call.sendHeaders();
                  return Promise.<Void>promise().future();
                }));
    var call = served.call(Echo.BIDI);
    call.next(Frame.Headers.class);

    call.write(new Frame.Cancel(Status.of(Code.CANCELLED, "enough")));

    assertEquals(Code.CANCELLED, Recorder.await(heard).code());
    assertEquals(Code.CANCELLED, Status.of(Recorder.await(requestsFailed)).code());
    assertEquals(Code.CANCELLED, Status.of(Recorder.await(writeFailed)).code());
  }

  @Test
  void deadlineCancelsAUnaryMethod() {
    var cancelled = new CompletableFuture<Status>();
    served.start(
        unary(
            q -> {
              ServerCall.current().onCancel(cancelled::complete);
              return Promise.<StringValue>promise().future();
            }));

    var call = served.call(Echo.UNARY, Duration.ofMillis(50)).write(Echo.message(""), END);

    assertEquals(Code.DEADLINE_EXCEEDED, call.next(Frame.Trailers.class).status().code());
    assertEquals(Code.DEADLINE_EXCEEDED, Recorder.await(cancelled).code());
  }

  @Test
  void blockedWorkerSeesTheCancel() {
    var running = new CompletableFuture<ServerCall>();
    var go = new CompletableFuture<Void>();
    var seen = new CompletableFuture<Boolean>();
    served.start(
        unary(
            q -> {
              running.complete(ServerCall.current());
              Recorder.await(go);
              seen.complete(ServerCall.current().isCancelled());
              return Future.succeededFuture(q);
            }),
        Dispatch.WORKER);
    var call = served.call(Echo.UNARY).write(Echo.message("a"), END);
    Recorder.await(running);

    call.write(new Frame.Cancel(Status.of(Code.CANCELLED, "")));
    Recorder.on(served.serverContext, () -> null);
    go.complete(null);

    assertTrue(Recorder.await(seen));
  }

  @Test
  void exceptionOfAMessageHandlerEndsTheCall() {
    served.start(
        Echo.service()
            .clientStreaming(
                Echo.CLIENT_STREAM,
                requests -> {
                  requests.handler(
                      q -> {
                        throw Status.of(Code.DATA_LOSS, "bad").asException();
                      });
                  requests.resume();
                  return Promise.<StringValue>promise().future();
                }));

    var call = served.call(Echo.CLIENT_STREAM).write(Echo.message("a"));

    assertEquals(Status.of(Code.DATA_LOSS, "bad"), call.next(Frame.Trailers.class).status());
  }

  @Test
  void interceptorsWrapTheCallInOrder() {
    served.builder.interceptors(
        List.of(
            (call, next) ->
                next.handle(
                    new IncomingCall(
                        call.head().withMetadata(Metadata.of("by", "first")), call.stream())),
            (call, next) -> {
              if (call.head().metadata().contains("by")) {
                next.handle(call);
              }
            }));
    served.start(
        unary(q -> Future.succeededFuture(Echo.text(ServerCall.current().metadata().get("by")))));

    var call = served.call(Echo.UNARY).write(Echo.message("a"), END).fetch(1);

    call.next(Frame.Headers.class);
    assertEquals("first", Echo.textOf(call.next(Frame.Message.class)));
  }

  @Test
  void exceptionOfAnInterceptorIsTheStatusOfTheCall() {
    served.builder.interceptors(
        List.of(
            (call, next) -> {
              throw Status.of(Code.UNAUTHENTICATED, "who are you").asException();
            }));
    served.start(unary(Future::succeededFuture));

    assertEquals(Code.UNAUTHENTICATED, statusOf(Echo.message("a"), END).code());
  }

  @Test
  void responsesAreCompressedAsTheMethodSays() {
    served.start(
        Echo.service()
            .serverStreaming(
                Echo.SERVER_STREAM,
                (q, responses) -> {
                  ServerCall call = ServerCall.current().responseCompression("gzip");
                  assertThrows(
                      IllegalArgumentException.class, () -> call.responseCompression("nope"));
                  responses.write(Echo.text("a"));
                  call.compressNext(false);
                  responses.write(Echo.text("b"));
                  call.compressNext(true);
                  responses.write(Echo.text(""));
                  return responses.end();
                }));

    var call = served.call(Echo.SERVER_STREAM).write(Echo.message(""), END).fetch(9);

    assertEquals("gzip", call.next(Frame.Headers.class).encoding());
    assertTrue(call.next(Frame.Message.class).compressed());
    assertFalse(call.next(Frame.Message.class).compressed());
    assertFalse(call.next(Frame.Message.class).compressed());
  }

  @Test
  void wrongUseIsToldAtOnce() {
    var server = served.build().add(unary(Future::succeededFuture).build());
    var again = unary(Future::succeededFuture).build();

    assertThrows(IllegalArgumentException.class, () -> server.add(again));
    assertThrows(IllegalArgumentException.class, () -> Echo.service().unary(Echo.BIDI, q -> null));
    assertThrows(IllegalStateException.class, ServerCall::current);
    served.start(server);
    assertThrows(IllegalStateException.class, () -> server.add(again));
  }

  @Test
  void optionsAreReadStrictly() {
    var options = new GrpcServerOptions().setPort(8080).setShutdownGrace(Duration.ofSeconds(1));

    assertEquals(options.toJson(), new GrpcServerOptions(options.toJson()).toJson());
    assertThrows(
        IllegalArgumentException.class,
        () -> new GrpcServerOptions(new JsonObject().put("prt", 1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new GrpcServerOptions(new JsonObject().put("port", "1")));
  }

  private static ServiceDefinition.Builder unary(
      Function<StringValue, Future<StringValue>> function) {
    return Echo.service().unary(Echo.UNARY, function);
  }

  private Status statusOf(Frame... frames) {
    return trailersOf(frames).status();
  }

  /** Makes a unary call and skips to its end. */
  private Frame.Trailers trailersOf(Frame... frames) {
    var call = served.call(Echo.UNARY).write(frames).fetch(9);
    while (true) {
      if (call.next(Frame.class) instanceof Frame.Trailers trailers) {
        return trailers;
      }
    }
  }
}
