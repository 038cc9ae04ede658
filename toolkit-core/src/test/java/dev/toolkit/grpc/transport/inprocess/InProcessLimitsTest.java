package dev.toolkit.grpc.transport.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connection;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InProcessLimitsTest {

  private static final Frame CANCEL = new Frame.Cancel(Status.of(Code.CANCELLED, ""));

  private final Vertx vertx = Vertx.vertx();
  private final Context context = ((VertxInternal) vertx).createEventLoopContext();
  private final List<Integer> activeWhenRoom = new ArrayList<>();
  private Connection connection;

  @BeforeEach
  void connect() {
    var both = InProcess.create(vertx, InProcessOptions.DEFAULT.withMaxConcurrentCalls(2));
    var address = SocketAddress.domainSocketAddress("in-process");
    var request = new ConnectRequest(address, "in-process", Duration.ofSeconds(5));
    await(Recorder.on(context, () -> both.serverTransport().start(call -> {})));
    connection = await(Recorder.on(context, () -> both.transport().connect(request).connection()));
    connection.roomHandler(v -> activeWhenRoom.add(connection.activeCalls()));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void callPastTheCapacityIsNotSent() {
    var one = call();
    var other = call();
    assertEquals(2, connection.capacity());
    assertEquals(2, connection.activeCalls());

    var refused = call().next(Frame.Trailers.class);

    var status = Status.of(Code.UNAVAILABLE, "the connection carries 2 calls, its limit");
    assertEquals(Frame.Trailers.transport(status, Frame.Progress.NOT_SENT), refused);
    assertEquals(2, Recorder.on(context, connection::activeCalls));
    one.write(CANCEL).next(Frame.Trailers.class);
    other.write(CANCEL).next(Frame.Trailers.class);
  }

  @Test
  void roomIsToldOfWhenAFullConnectionHasSome() {
    var one = call();
    var other = call();

    one.write(CANCEL).next(Frame.Trailers.class);
    other.write(CANCEL).next(Frame.Trailers.class);

    assertEquals(List.of(1), Recorder.on(context, () -> List.copyOf(activeWhenRoom)));
  }

  @Test
  void refusedCallLeavesNoRoomBehind() {
    var one = call();
    var other = call();
    call().next(Frame.Trailers.class);

    assertEquals(List.of(), Recorder.on(context, () -> List.copyOf(activeWhenRoom)));
    one.write(CANCEL).next(Frame.Trailers.class);
    other.write(CANCEL).next(Frame.Trailers.class);
  }

  @Test
  void limitsMustBePositive() {
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> InProcessOptions.DEFAULT.withMaxConcurrentCalls(0));

    assertEquals("maxConcurrentCalls is 0, it must be > 0", failure.getMessage());
  }

  private Recorder call() {
    return Recorder.call(context, connection, Recorder.head("/a.B/C", Metadata.EMPTY, null));
  }

  private static <T> T await(Future<T> future) {
    return Recorder.await(future.toCompletionStage().toCompletableFuture());
  }
}
