package dev.toolkit.grpc.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.call.Timers;
import dev.toolkit.grpc.config.AttemptPolicy;
import dev.toolkit.grpc.config.HedgingPolicy;
import dev.toolkit.grpc.config.RetryPolicy;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connection;
import dev.toolkit.grpc.transport.RawPayload;
import dev.toolkit.grpc.transport.Recorder;
import dev.toolkit.grpc.transport.http.HttpClientTransport;
import dev.toolkit.grpc.transport.http.HttpClientTransportOptions;
import dev.toolkit.grpc.transport.http.HttpServerTransport;
import dev.toolkit.grpc.transport.http.HttpServerTransportOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retries and hedges over HTTP/2: what a server sees of them. */
class RetriesIT {

  private static final String PREVIOUS = "grpc-previous-rpc-attempts";
  private static final Set<Code> CODES = Set.of(Code.UNAVAILABLE);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = ((VertxInternal) vertx).createEventLoopContext();
  private final LinkedBlockingQueue<Served> served = new LinkedBlockingQueue<>();
  private Connection connection;

  /** An attempt at the server. */
  private record Served(CallHead head, Recorder stream) {

    void answer(Frame... frames) {
      stream.write(frames);
    }

    String request() {
      var text = Buffer.buffer();
      stream.fetch(1).next(Frame.Message.class).payload().writeTo(text);
      stream.next(Frame.HalfClose.class);
      return text.toString();
    }
  }

  @BeforeEach
  void connect() {
    var options = new HttpServerTransportOptions().setPlaintext(true);
    var server =
        new HttpServerTransport(
            vertx, "127.0.0.1", 0, options, Codecs.defaults(), Compressors.defaults());
    await(Recorder.on(context, () -> server.start(this::serve)));
    var client =
        new HttpClientTransport(
            vertx,
            new HttpClientTransportOptions().setPlaintext(true),
            Codecs.defaults(),
            Compressors.defaults());
    var address = SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1");
    var request = new ConnectRequest(address, "localhost", Duration.ofSeconds(5));
    connection = await(Recorder.on(context, () -> client.connect(request).connection()));
  }

  @AfterEach
  void nothingIsLeft() {
    await(Recorder.on(context, connection::ping));
    assertEquals(0, Recorder.on(context, connection::activeCalls));
    await(vertx.close());
  }

  @Test
  void eachRetryBringsTheRequestAgainAndItsNumber() {
    var wait = Duration.ofMillis(1);
    var call = call(new RetryPolicy(3, wait, wait, 1, CODES));

    var first = next();
    assertEquals("hello", first.request());
    first.answer(failure(Metadata.of("grpc-retry-pushback-ms", "1")));
    var second = next();
    assertEquals("hello", second.request());
    second.answer(failure(Metadata.EMPTY));
    var third = next();
    assertEquals("hello", third.request());
    third.answer(new Frame.Headers(Metadata.EMPTY), message("hi"), success());

    assertNull(first.head.metadata().get(PREVIOUS));
    assertEquals("1", second.head.metadata().get(PREVIOUS));
    assertEquals("2", third.head.metadata().get(PREVIOUS));
    assertEquals("2", call.next(Frame.Headers.class).metadata().get(PREVIOUS));
    call.next(Frame.Message.class);
    assertTrue(call.next(Frame.Trailers.class).status().isOk());
  }

  @Test
  void theHedgesThatLoseAreCancelledAtTheServer() {
    var call = call(new HedgingPolicy(3, Duration.ofMillis(1), CODES));
    var first = next();
    var second = next();
    var third = next();

    assertEquals("hello", second.request());
    second.answer(new Frame.Headers(Metadata.EMPTY), message("hi"), success());

    call.next(Frame.Headers.class);
    call.next(Frame.Message.class);
    assertTrue(call.next(Frame.Trailers.class).status().isOk());
    assertCancelled(first);
    assertCancelled(third);
  }

  @Test
  void aCancelReachesAllHedgesAtTheServer() {
    var call = call(new HedgingPolicy(2, Duration.ZERO, CODES));
    var first = next();
    var second = next();

    call.write(new Frame.Cancel(Status.of(Code.CANCELLED, "enough")));

    assertEquals("enough", call.next(Frame.Trailers.class).status().message());
    assertCancelled(first);
    assertCancelled(second);
  }

  private static void assertCancelled(Served attempt) {
    attempt.stream.next(Frame.Cancel.class);
  }

  private Recorder call(AttemptPolicy policy) {
    var retries = new Retries(RetryOptions.DEFAULT, Timers.of(vertx), () -> 0.5, null);
    var head = Recorder.head("/test.Retries/Call", Metadata.EMPTY, null);
    return Recorder.call(context, h -> retries.start(connection::invoke, h, policy, null), head)
        .fetch(10)
        .write(message("hello"), Frame.HalfClose.INSTANCE);
  }

  private void serve(IncomingCall call) {
    served.add(new Served(call.head(), new Recorder(Vertx.currentContext(), call.stream())));
  }

  private Served next() {
    try {
      var attempt = served.poll(20, TimeUnit.SECONDS);
      assertTrue(attempt != null, "no attempt arrived within 20 s");
      return attempt;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Frame message(String text) {
    return new Frame.Message(new RawPayload(Buffer.buffer(text)), false);
  }

  private static Frame failure(Metadata trailers) {
    return new Frame.Trailers(Status.of(Code.UNAVAILABLE, "not now"), trailers);
  }

  private static Frame success() {
    return new Frame.Trailers(Status.OK, Metadata.EMPTY);
  }

  private static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
