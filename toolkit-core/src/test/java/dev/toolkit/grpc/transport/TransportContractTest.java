package dev.toolkit.grpc.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.IncomingCall;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every transport. After each test no call and no connection is left. */
public abstract class TransportContractTest {

  private static final String PATH = "/test.Contract/Call";
  private static final Frame END = Frame.HalfClose.INSTANCE;
  private static final Frame OK = new Frame.Trailers(Status.OK, Metadata.EMPTY);
  private static final Frame HEADERS = new Frame.Headers(Metadata.EMPTY);

  private final Vertx vertx = Vertx.vertx();
  private final Context serverContext = ((VertxInternal) vertx).createEventLoopContext();
  private final Context clientContext =
      isOneLoop() ? serverContext : ((VertxInternal) vertx).createEventLoopContext();
  private final LinkedBlockingQueue<IncomingCall> arrived = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Recorder> served = new LinkedBlockingQueue<>();
  private Ends ends;
  private Connection connection;

  /** Two ends that reach each other; nothing is started. */
  protected abstract Ends open(Vertx vertx);

  /** Whether client and server are on the same event loop. */
  protected boolean isOneLoop() {
    return false;
  }

  @BeforeEach
  void connect() {
    ends = open(vertx);
    await(Recorder.on(serverContext, () -> ends.server().start(this::record)));
    connection =
        await(
            Recorder.on(
                clientContext, () -> ends.client().connect(ends.request().get()).connection()));
  }

  @AfterEach
  void nothingIsLeft() {
    await(Recorder.on(clientContext, connection::ping).otherwiseEmpty());
    assertEquals(0, Recorder.on(clientContext, connection::activeCalls));
    await(shutdownServer(Duration.ofSeconds(10)));
    await(vertx.close());
  }

  @Test
  void framesArriveInOrderBothWays() {
    var client = call().write(message("a"), message("b"), END).fetch(9);
    var server = serve().fetch(9);

    assertEquals("a", text(server));
    assertEquals("b", text(server));
    server.next(Frame.HalfClose.class);
    server.write(HEADERS, message("c"), message("d"), OK);

    client.next(Frame.Headers.class);
    assertEquals("c", text(client));
    assertEquals("d", text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void messagesAlternateBeforeTheHalfClose() {
    var client = call().fetch(10);
    var server = serve().fetch(10).write(HEADERS);
    client.next(Frame.Headers.class);

    for (int i = 0; i < 10; i++) {
      client.write(message("ping " + i));
      assertEquals("ping " + i, text(server));
      server.write(message("pong " + i));
      assertEquals("pong " + i, text(client));
    }

    client.write(END);
    server.next(Frame.HalfClose.class);
    server.write(OK);
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void callMayEndByTrailersOnly() {
    var client = call().write(END);
    var status = Status.of(Code.NOT_FOUND, "no such thing: \u00e9 100%");

    serve().write(new Frame.Trailers(status, Metadata.of("why", "gone")));

    var trailers = client.next(Frame.Trailers.class);
    assertEquals(status, trailers.status());
    assertEquals("gone", trailers.metadata().get("why"));
  }

  @Test
  void metadataArrivesInOrderWithDuplicatesAndBytes() {
    byte[] bytes = {0, -1, 1, 44};
    var metadata = Metadata.of("a-key", "one").with("a-key", "two").withBinary("b-bin", bytes);
    var client = call(Recorder.head(PATH, metadata, null)).write(END);

    var call = take(arrived);
    var server = take(served);
    server.write(new Frame.Headers(metadata), new Frame.Trailers(Status.OK, metadata));

    assertEquals(PATH, call.head().path());
    assertMetadata(call.head().metadata(), bytes);
    assertMetadata(client.next(Frame.Headers.class).metadata(), bytes);
    assertMetadata(client.next(Frame.Trailers.class).metadata(), bytes);
  }

  @Test
  void messageOfNoBytesIsAMessage() {
    var client = call().write(message(""), END).fetch(1);
    var server = serve().fetch(1);

    assertEquals("", text(server));
    server.next(Frame.HalfClose.class);
    server.write(HEADERS, message(""), OK);

    client.next(Frame.Headers.class);
    assertEquals("", text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void messageOfThreeMegabytesArrivesWhole() {
    var big = "0123456789abcdef".repeat(3 * 65536);
    var client = call().write(message(big), END).fetch(1);
    var server = serve().fetch(1);

    assertEquals(big, text(server));
    server.next(Frame.HalfClose.class);
    server.write(HEADERS, message(big), OK);

    client.next(Frame.Headers.class);
    assertEquals(big, text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void writerIsStoppedUntilTheReaderTakesMessages() {
    var client = call();
    var server = serve().write(HEADERS);
    client.next(Frame.Headers.class);

    checkBackPressure(client, server);
    client.write(END);
    server.next(Frame.HalfClose.class);
    checkBackPressure(server, client);

    server.write(OK);
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void cancelIsSeenByAServerThatHasAllRequests() {
    var client = call().write(message("a"), END);
    var server = serve().fetch(1);
    assertEquals("a", text(server));
    server.next(Frame.HalfClose.class);

    client.write(new Frame.Cancel(Status.of(Code.CANCELLED, "enough")));

    assertEquals(Code.CANCELLED, server.next(Frame.Cancel.class).reason().code());
    assertTrailers(client, Status.of(Code.CANCELLED, "enough"), Frame.Origin.LOCAL);
    server.write(HEADERS, message("late"), OK);
    pingSomeTimes();
    assertEquals(0, client.waiting());
  }

  @Test
  void cancelOvertakesWhatNobodyTook() {
    var client = call().write(message("a"), message("b"));
    var server = serve();

    client.write(new Frame.Cancel(Status.of(Code.CANCELLED, "")));

    server.next(Frame.Cancel.class);
    assertEquals(Code.CANCELLED, client.next(Frame.Trailers.class).status().code());
  }

  @Test
  void deadlineEndsTheCallOnBothSides() {
    var deadline = Deadline.after(Duration.ofMillis(100));
    var client = call(Recorder.head(PATH, Metadata.EMPTY, deadline)).write(END);
    var call = take(arrived);
    var server = take(served);

    server.next(Frame.HalfClose.class);
    var reason = server.next(Frame.Cancel.class).reason();

    assertTrue(call.head().deadline().remaining().compareTo(Duration.ofMillis(100)) <= 0);
    assertTrue(
        reason.code() == Code.DEADLINE_EXCEEDED || reason.code() == Code.CANCELLED,
        reason::toString);
    assertEquals(Code.DEADLINE_EXCEEDED, client.next(Frame.Trailers.class).status().code());
  }

  @Test
  void expiredCallIsNotSent() {
    var deadline = Deadline.after(Duration.ZERO);

    var client = call(Recorder.head(PATH, Metadata.EMPTY, deadline));

    var trailers = client.next(Frame.Trailers.class);
    assertEquals(Code.DEADLINE_EXCEEDED, trailers.status().code());
    assertEquals(Frame.Progress.NOT_SENT, trailers.progress());
    var next = call(Recorder.head("/test.Contract/Next", Metadata.EMPTY, null)).write(END);
    assertEquals("/test.Contract/Next", take(arrived).head().path()); // no other came before
    serve().write(OK);
    assertTrailers(next, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void listenerHearsAllOfAnAttemptInOrder() {
    var heard = new AttemptLog();
    var client = call(heard.head(PATH, null)).write(message("ab"), message("c"), END).fetch(9);
    var server = serve().fetch(2);
    server.next(Frame.Message.class);
    server.next(Frame.Message.class);
    server.next(Frame.HalfClose.class);
    server.write(new Frame.Headers(Metadata.of("a", "b")), message("def"), OK);

    client.next(Frame.Headers.class);
    client.next(Frame.Message.class);
    assertTrailers(client, Status.OK, Frame.Origin.PEER);

    assertEquals(
        List.of("started", "sent 2", "sent 1", "headers b", "received", "ended OK PROCESSED"),
        heard.lines());
    heard.assertWireSizes(2, 1, 3);
  }

  @Test
  void listenerHearsOneEndOfACancelledAttempt() {
    var heard = new AttemptLog();
    var client = call(heard.head(PATH, null)).write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    client.write(new Frame.Cancel(Status.of(Code.CANCELLED, "")));
    client.next(Frame.Trailers.class);
    server.next(Frame.Cancel.class);
    server.write(OK);
    pingSomeTimes();

    assertEquals(List.of("started", "ended CANCELLED PROCESSED"), heard.lines());
  }

  @Test
  void listenerHearsTheEndOfAnAttemptThatIsNotSent() {
    var heard = new AttemptLog();

    call(heard.head(PATH, Deadline.after(Duration.ZERO))).next(Frame.Trailers.class);

    assertEquals(List.of("ended DEADLINE_EXCEEDED NOT_SENT"), heard.lines());
  }

  @Test
  void connectThatIsGivenUpFails() {
    var failure =
        Recorder.on(
            clientContext,
            () -> {
              var connecting = ends.client().connect(ends.request().get());
              connecting.abort();
              connecting.abort();
              return connecting.connection();
            });

    var cause = await(failure.transform(result -> Future.succeededFuture(result.cause())));

    assertTrue(cause instanceof StatusException, () -> "failed with " + cause);
  }

  @Test
  void messageAfterTheHalfCloseEndsTheCall() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    client.write(message("late"));

    var status = Status.of(Code.INTERNAL, "Message was written after the half-close");
    assertTrailers(client, status, Frame.Origin.LOCAL);
    server.next(Frame.Cancel.class);
  }

  @Test
  void secondHalfCloseEndsTheCall() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    client.write(END);

    var status = Status.of(Code.INTERNAL, "HalfClose was written after the half-close");
    assertTrailers(client, status, Frame.Origin.LOCAL);
    server.next(Frame.Cancel.class);
  }

  @Test
  void frameOfTheServerThatTheClientWritesEndsTheCall() {
    var client = call();
    var server = serve();

    client.write(HEADERS);

    var status = Status.of(Code.INTERNAL, "Headers was written by the client");
    assertTrailers(client, status, Frame.Origin.LOCAL);
    server.next(Frame.Cancel.class);
  }

  @Test
  void messageBeforeTheHeadersEndsTheCall() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    server.write(message("early"), OK);

    var status = Status.of(Code.INTERNAL, "Message was written before the headers");
    assertTrailers(client, status, Frame.Origin.PEER);
    server.next(Frame.Cancel.class);
  }

  @Test
  void secondHeadersEndTheCall() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    server.write(HEADERS, HEADERS, OK);

    client.next(Frame.Headers.class);
    var status = Status.of(Code.INTERNAL, "Headers was written after the headers");
    assertTrailers(client, status, Frame.Origin.PEER);
    server.next(Frame.Cancel.class);
  }

  @Test
  void serverMayEndBeforeTheHalfClose() {
    var client = call().write(message("a")).fetch(9);
    var server = serve().fetch(1);
    assertEquals("a", text(server));

    server.write(HEADERS, message("enough"), OK);

    client.next(Frame.Headers.class);
    assertEquals("enough", text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
    client.write(message("late"), END);
  }

  @Test
  void trailersOfThePeerWaitBehindMessages() {
    var client = call().write(END);
    serve().write(HEADERS, message("a"), OK);

    client.next(Frame.Headers.class);
    assertEquals(0, client.waiting());
    client.fetch(1);
    assertEquals("a", text(client));
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
  }

  @Test
  void manyCallsRunAtOnce() {
    var clients = new ArrayList<Recorder>();
    for (int i = 0; i < 50; i++) {
      clients.add(call().write(message("a" + i), END).fetch(1));
    }
    var servers = new ArrayList<Recorder>();
    for (int i = 0; i < 50; i++) {
      servers.add(serve().fetch(1));
    }
    assertEquals(50, Recorder.on(clientContext, connection::activeCalls));

    servers.forEach(server -> server.write(HEADERS, message(text(server)), OK));

    for (int i = 0; i < 50; i++) {
      clients.get(i).next(Frame.Headers.class);
      assertEquals("a" + i, text(clients.get(i)));
      assertTrailers(clients.get(i), Status.OK, Frame.Origin.PEER);
    }
  }

  @Test
  void shutdownOfTheServerLetsCallsEnd() {
    var drained = new CompletableFuture<Status>();
    Recorder.on(clientContext, () -> connection.drainHandler(drained::complete));
    var client = call().write(END);
    var server = serve();

    var shutdown = shutdownServer(Duration.ofSeconds(10));
    Recorder.await(drained);
    var refused = call().next(Frame.Trailers.class);
    server.write(HEADERS, OK);

    assertEquals(Code.UNAVAILABLE, refused.status().code());
    client.next(Frame.Headers.class);
    assertTrailers(client, Status.OK, Frame.Origin.PEER);
    await(shutdown);
  }

  @Test
  void shutdownOfTheServerWithoutGraceEndsCalls() {
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    await(shutdownServer(Duration.ZERO));

    server.next(Frame.Cancel.class);
    assertEquals(Code.UNAVAILABLE, client.next(Frame.Trailers.class).status().code());
  }

  @Test
  void shutdownOfTheConnectionEndsCallsAfterTheGrace() {
    var closed = new CompletableFuture<Status>();
    Recorder.on(clientContext, () -> connection.closeHandler(closed::complete));
    var client = call().write(END);
    var server = serve();
    server.next(Frame.HalfClose.class);

    await(Recorder.on(clientContext, () -> connection.shutdown(Duration.ofMillis(50))));

    server.next(Frame.Cancel.class);
    assertEquals(Code.UNAVAILABLE, client.next(Frame.Trailers.class).status().code());
    Recorder.await(closed);
  }

  @Test
  void pingIsAnswered() {
    await(Recorder.on(clientContext, connection::ping));

    assertEquals(0, connection.activeCalls());
  }

  private void record(IncomingCall call) {
    served.add(new Recorder(Vertx.currentContext(), call.stream()));
    arrived.add(call);
  }

  private Recorder call() {
    return call(Recorder.head(PATH, Metadata.EMPTY, null));
  }

  private Recorder call(CallHead head) {
    return Recorder.call(clientContext, connection, head);
  }

  private Recorder serve() {
    return take(served);
  }

  private Future<Void> shutdownServer(Duration grace) {
    return Recorder.on(serverContext, () -> ends.server().shutdown(grace));
  }

  /** Writes until nothing drains any more, then takes all, and waits until writing may go on. */
  private void checkBackPressure(Recorder writer, Recorder reader) {
    var chunk = message("x".repeat(65536));
    int count = 0;
    var drained = new CompletableFuture<Void>();
    do {
      var next = new CompletableFuture<Void>();
      drained = next;
      count +=
          Recorder.on(
              writer.context(), () -> fill(writer.stream(), chunk, () -> next.complete(null)));
      assertTrue(count < 1_000, "nothing stops the writer for good");
      pingSomeTimes();
    } while (drained.isDone());

    reader.fetch(count);
    for (int i = 0; i < count; i++) {
      assertEquals(65536, text(reader).length());
    }
    Recorder.await(drained);
    assertFalse(Recorder.on(writer.context(), writer.stream()::writeQueueFull));
  }

  /** Waits until what is on its way has arrived. */
  private void pingSomeTimes() {
    for (int i = 0; i < 10; i++) {
      await(Recorder.on(clientContext, connection::ping));
    }
  }

  private static int fill(GrpcStream stream, Frame chunk, Runnable drained) {
    int count = 0;
    stream.drainHandler(v -> drained.run());
    while (!stream.writeQueueFull()) {
      assertTrue(count < 10_000, "nothing stops the writer");
      stream.write(chunk);
      count++;
    }
    return count;
  }

  private static void assertMetadata(Metadata metadata, byte[] bytes) {
    assertEquals(List.of("one", "two"), metadata.getAll("a-key"));
    assertArrayEquals(bytes, metadata.getBinary("b-bin"));
  }

  private static void assertTrailers(Recorder client, Status status, Frame.Origin origin) {
    var trailers = client.next(Frame.Trailers.class);
    assertEquals(status, trailers.status());
    assertEquals(origin, trailers.origin());
  }

  private static Frame message(String text) {
    return new Frame.Message(new RawPayload(Buffer.buffer(text)), false);
  }

  private static String text(Recorder reader) {
    var buffer = Buffer.buffer();
    reader.next(Frame.Message.class).payload().writeTo(buffer);
    return buffer.toString();
  }

  private static <T> T take(LinkedBlockingQueue<T> queue) {
    try {
      T value = queue.poll(20, TimeUnit.SECONDS);
      assertTrue(value != null, "no call arrived within 20 s");
      return value;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
