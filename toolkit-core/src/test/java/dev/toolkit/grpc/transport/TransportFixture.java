package dev.toolkit.grpc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.IncomingCall;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two ends that reach each other. After each test no call and no connection is left. */
abstract class TransportFixture {

  static final String PATH = "/test.Contract/Call";
  static final Frame END = Frame.HalfClose.INSTANCE;
  static final Frame OK = new Frame.Trailers(Status.OK, Metadata.EMPTY);
  static final Frame HEADERS = new Frame.Headers(Metadata.EMPTY);

  final Vertx vertx = Vertx.vertx();
  final Context serverContext = ((VertxInternal) vertx).createEventLoopContext();
  final Context clientContext =
      isOneLoop() ? serverContext : ((VertxInternal) vertx).createEventLoopContext();
  final LinkedBlockingQueue<IncomingCall> arrived = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<Recorder> served = new LinkedBlockingQueue<>();
  Ends ends;
  Connection connection;

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

  void record(IncomingCall call) {
    served.add(new Recorder(Vertx.currentContext(), call.stream()));
    arrived.add(call);
  }

  Recorder call() {
    return call(Recorder.head(PATH, Metadata.EMPTY, null));
  }

  Recorder call(CallHead head) {
    return Recorder.call(clientContext, connection, head);
  }

  Recorder serve() {
    return take(served);
  }

  Future<Void> shutdownServer(Duration grace) {
    return Recorder.on(serverContext, () -> ends.server().shutdown(grace));
  }

  /** Waits until what is on its way has arrived. */
  void pingSomeTimes() {
    for (int i = 0; i < 10; i++) {
      await(Recorder.on(clientContext, connection::ping));
    }
  }

  static void assertTrailers(Recorder client, Status status, Frame.Origin origin) {
    var trailers = client.next(Frame.Trailers.class);
    assertEquals(status, trailers.status());
    assertEquals(origin, trailers.origin());
  }

  static Frame message(String text) {
    return new Frame.Message(new RawPayload(Buffer.buffer(text)), false);
  }

  static String text(Recorder reader) {
    var buffer = Buffer.buffer();
    reader.next(Frame.Message.class).payload().writeTo(buffer);
    return buffer.toString();
  }

  static <T> T take(LinkedBlockingQueue<T> queue) {
    try {
      T value = queue.poll(20, TimeUnit.SECONDS);
      assertTrue(value != null, "no call arrived within 20 s");
      return value;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
