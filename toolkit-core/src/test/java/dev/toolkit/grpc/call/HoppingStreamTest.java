package dev.toolkit.grpc.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.transport.RawPayload;
import dev.toolkit.grpc.transport.Recorder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoppingStreamTest {

  private static final Frame MESSAGE = new Frame.Message(new RawPayload(Buffer.buffer("x")), false);
  private static final Frame OK = new Frame.Trailers(Status.OK, Metadata.EMPTY);

  private final Vertx vertx = Vertx.vertx();
  private final Context source = ((VertxInternal) vertx).createEventLoopContext();
  private final Context user = ((VertxInternal) vertx).createWorkerContext();
  private final ScriptedStream call = new ScriptedStream();
  private final List<Status> cancels = new ArrayList<>();
  private final List<Frame> received = new ArrayList<>();
  private final List<Context> receivedOn = new ArrayList<>();
  private final HoppingStream stream = new HoppingStream(user, source, cancels::add);
  private int drains;

  @BeforeEach
  void start() {
    onSource(() -> stream.start(call));
    onUser(
        () ->
            stream
                .handler(
                    frame -> {
                      received.add(frame);
                      receivedOn.add(Vertx.currentContext());
                    })
                .drainHandler(v -> drains++));
  }

  @AfterEach
  void close() {
    Recorder.await(vertx.close().toCompletionStage().toCompletableFuture());
  }

  @Test
  void framesArriveInOrderOnTheContextOfTheUser() {
    var headers = new Frame.Headers(Metadata.EMPTY);
    onUser(() -> stream.fetch(2));

    onSource(() -> call.arrive(headers, MESSAGE, MESSAGE, OK));
    settle();

    assertEquals(List.of(headers, MESSAGE, MESSAGE, OK), received);
    receivedOn.forEach(context -> assertSame(user, context));
  }

  @Test
  void framesAreWrittenInOrder() {
    onUser(
        () -> {
          stream.write(MESSAGE);
          stream.write(Frame.HalfClose.INSTANCE);
        });
    settle();

    assertEquals(List.of(MESSAGE, Frame.HalfClose.INSTANCE), call.written);
  }

  @Test
  void nothingIsAskedOfTheCallBeforeTheFirstFetch() {
    settle();

    assertEquals(0, call.fetched);
  }

  @Test
  void aUserThatTakesNothingHoldsSixteenMessages() {
    onUser(() -> stream.fetch(1));
    settle();

    onSource(() -> messages(100));
    settle();

    assertEquals(16, call.fetched);
    assertEquals(1, received.size());
  }

  @Test
  void messagesFlowAsTheUserTakesThem() {
    onSource(() -> messages(1_000));

    onUser(() -> stream.fetch(Long.MAX_VALUE));
    for (int i = 0; i < 1_000 / 8 + 2; i++) {
      settle();
    }

    assertEquals(1_000, received.size());
    assertTrue(call.fetched <= 1_016, () -> "fetched " + call.fetched);
  }

  @Test
  void writerIsStoppedWhileTheCallHasNoRoom() {
    onSource(call::fill);

    int written = Recorder.on(user, this::writeUntilFull);
    settle();

    assertEquals(32, written);
    assertTrue(Recorder.on(user, stream::writeQueueFull));
    assertEquals(0, drains);

    onSource(call::drain);
    settle();

    assertFalse(Recorder.on(user, stream::writeQueueFull));
    assertEquals(1, drains);
    assertEquals(32, call.messages());
  }

  @Test
  void writerGoesOnWhenTheCallTakesWhatHopped() {
    int written = 0;
    for (int i = 0; i < 10; i++) {
      written += Recorder.on(user, this::writeUntilFull);
      settle();
      assertFalse(Recorder.on(user, stream::writeQueueFull));
    }

    assertEquals(written, call.messages());
    assertEquals(10, drains);
  }

  @Test
  void nobodyWaitsForRoomAfterTheEnd() {
    onSource(call::fill);
    Recorder.on(user, this::writeUntilFull);
    settle();

    onSource(() -> call.arrive(OK));
    settle();

    assertFalse(Recorder.on(user, stream::writeQueueFull));
    assertEquals(1, drains);
  }

  @Test
  void cancelIsToldAtOnceAndOvertakesWhatNobodyFetched() {
    var cancel = new Frame.Cancel(Status.of(Code.CANCELLED, "enough"));
    onUser(() -> stream.fetch(1));
    settle();

    onSource(() -> messages(5));
    onSource(() -> call.arrive(cancel));

    assertEquals(List.of(cancel.reason()), Recorder.on(source, () -> List.copyOf(cancels)));
    settle();
    assertEquals(List.of(MESSAGE, cancel), received);
  }

  @Test
  void trailersOfThePeerWaitBehindMessagesAndOthersDoNot() {
    onUser(() -> stream.fetch(1));
    settle();
    onSource(() -> messages(2));

    onSource(() -> call.arrive(OK));
    settle();
    assertEquals(List.of(MESSAGE), received);

    onUser(() -> stream.fetch(1));
    assertEquals(List.of(MESSAGE, MESSAGE, OK), received);
  }

  @Test
  void trailersOfThisSideOvertakeMessages() {
    var lost =
        Frame.Trailers.transport(Status.of(Code.UNAVAILABLE, "lost"), Frame.Progress.PROCESSED);
    onUser(() -> stream.fetch(1));
    settle();
    onSource(() -> messages(3));

    onSource(() -> call.arrive(lost));
    settle();

    assertEquals(List.of(MESSAGE, lost), received);
  }

  private int writeUntilFull() {
    int count = 0;
    while (!stream.writeQueueFull()) {
      stream.write(MESSAGE);
      count++;
    }
    return count;
  }

  private void messages(int count) {
    for (int i = 0; i < count; i++) {
      call.arrive(MESSAGE);
    }
  }

  private void onUser(Runnable action) {
    run(user, action);
  }

  private void onSource(Runnable action) {
    run(source, action);
  }

  /** Waits until what was on its way has arrived, and what that sent back. */
  private void settle() {
    for (int i = 0; i < 3; i++) {
      onSource(() -> {});
      onUser(() -> {});
    }
  }

  private static void run(Context context, Runnable action) {
    Recorder.on(
        context,
        () -> {
          action.run();
          return true;
        });
  }
}
