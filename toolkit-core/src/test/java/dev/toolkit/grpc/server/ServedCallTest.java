package dev.toolkit.grpc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServedCallTest {

  private static final Frame END = Frame.HalfClose.INSTANCE;

  private final Served served = new Served();

  @AfterEach
  void close() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip, gzip",
    "gzip, deflate, identity",
    "identity, gzip, identity",
    "unheard-of, unheard-of, identity"
  })
  void responsesAreCompressedAsTheRequestsWhereTheCallerAcceptsIt(
      String requests, String accepted, String responses) {
    served.start(Echo.service().unary(Echo.UNARY, Future::succeededFuture));

    var call = served.call(head(Echo.UNARY, "proto", requests, List.of(accepted)));
    call.write(Echo.message("a"), END).fetch(1);

    assertEquals(responses, call.next(Frame.Headers.class).encoding());
    assertEquals(!responses.equals("identity"), call.next(Frame.Message.class).compressed());
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }

  @Test
  void methodHearsWhetherTheLastRequestWasCompressed() {
    var heard = Collections.synchronizedList(new ArrayList<Boolean>());
    served.start(
        Echo.service()
            .bidiStreaming(
                Echo.BIDI,
                (requests, responses) -> {
                  ServerCall call = ServerCall.current();
                  Promise<Void> done = Promise.promise();
                  requests.handler(q -> heard.add(call.lastRequestCompressed()));
                  requests.endHandler(done::complete);
                  requests.resume();
                  return done.future();
                }));
    var plain = Echo.message("a");

    var call = served.call(head(Echo.BIDI, "proto", "gzip", List.of()));
    call.write(plain, new Frame.Message(plain.payload(), true), plain, END);

    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
    assertEquals(List.of(false, true, false), heard);
  }

  @Test
  void unknownCodecIsUnimplemented() {
    served.start(Echo.service().unary(Echo.UNARY, Future::succeededFuture));

    var call =
        served
            .call(head(Echo.UNARY, "thrift", "identity", List.of()))
            .write(Echo.message("a"), END);

    assertEquals(
        Status.of(Code.UNIMPLEMENTED, "codec thrift is not known"),
        call.next(Frame.Trailers.class).status());
  }

  @ParameterizedTest
  @CsvSource({"/old.Name/Any", "/test.Echo/ServerStream"})
  void interceptorMaySendACallToAnotherMethod(String path) {
    served.builder.interceptors(
        List.of(
            (call, next) ->
                next.handle(
                    new IncomingCall(withPath(call.head(), "/test.Echo/Unary"), call.stream()))));
    served.start(
        Echo.service()
            .unary(
                Echo.UNARY,
                q -> Future.succeededFuture(Echo.text(ServerCall.current().head().path()))));

    var call = served.call(Recorder.head(path, Metadata.EMPTY, null));
    call.write(Echo.message("a"), END).fetch(1);

    call.next(Frame.Headers.class);
    assertEquals("/test.Echo/Unary", Echo.textOf(call.next(Frame.Message.class)));
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
  }

  @Test
  void standardMapperTellsNothingOfAPlainException() {
    served.start(
        Echo.service()
            .unary(
                Echo.UNARY, q -> Future.failedFuture(new IllegalStateException("secret of joe"))));

    var call = served.call(Echo.UNARY).write(Echo.message("a"), END);

    var trailers = call.next(Frame.Trailers.class);
    assertEquals(Code.UNKNOWN, trailers.status().code());
    assertEquals("", trailers.status().message());
    assertEquals(List.of(), trailers.status().details());
    assertEquals(Metadata.EMPTY, trailers.metadata());
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void methodThatHonoursTheDrainHandlerNeverRunsAhead(Dispatch dispatch) {
    var stopped = new CompletableFuture<Integer>();
    served.start(
        Echo.service()
            .serverStreaming(
                Echo.SERVER_STREAM,
                (q, responses) -> {
                  Promise<Void> done = Promise.promise();
                  new Pump(responses, 1_000, stopped, done).handle(null);
                  return done.future();
                }),
        dispatch);

    var call = served.call(Echo.SERVER_STREAM).write(Echo.message(""), END);
    call.next(Frame.Headers.class);
    int ahead = Recorder.await(stopped);
    call.fetch(1_000);

    assertTrue(ahead < 200, () -> "wrote " + ahead + " before anything was read");
    for (int i = 0; i < 1_000; i++) {
      assertEquals("m" + i, Echo.textOf(call.next(Frame.Message.class)));
    }
    assertEquals(Status.OK, call.next(Frame.Trailers.class).status());
    assertFalse(Recorder.on(served.clientContext, call.stream()::writeQueueFull));
  }

  private static CallHead head(
      MethodDescriptor<?, ?> method, String codec, String encoding, List<String> accepted) {
    return new CallHead(
        method.path(),
        MethodKind.BIDI_STREAMING,
        "",
        Metadata.EMPTY,
        null,
        codec,
        encoding,
        accepted,
        CallOptions.DEFAULT,
        Attributes.EMPTY);
  }

  private static CallHead withPath(CallHead head, String path) {
    return new CallHead(
        path,
        head.kind(),
        head.authority(),
        head.metadata(),
        head.deadline(),
        head.codec(),
        head.encoding(),
        head.acceptedEncodings(),
        head.options(),
        head.attributes());
  }

  /** Writes as many responses as there is room for, each time there is room. */
  private static final class Pump implements Handler<Void> {

    private final WriteStream<StringValue> responses;
    private final int total;
    private final CompletableFuture<Integer> firstStop;
    private final Promise<Void> done;
    private int written;

    Pump(
        WriteStream<StringValue> responses,
        int total,
        CompletableFuture<Integer> firstStop,
        Promise<Void> done) {
      this.responses = responses;
      this.total = total;
      this.firstStop = firstStop;
      this.done = done;
      responses.drainHandler(this);
    }

    @Override
    public void handle(Void room) {
      while (written < total && !responses.writeQueueFull()) {
        responses.write(Echo.text("m" + written++));
      }
      if (written == total) {
        done.tryComplete();
      } else {
        firstStop.complete(written);
      }
    }
  }
}
