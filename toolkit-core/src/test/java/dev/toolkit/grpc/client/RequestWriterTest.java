package dev.toolkit.grpc.client;

import static dev.toolkit.grpc.client.Texts.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.encoding.ProtoCodec;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestWriterTest {

  private final Texts texts = new Texts();
  private final ContextInternal context = (ContextInternal) texts.eventLoop;
  private final Sink sink = new Sink();
  private final RequestWriter<StringValue> requests =
      new RequestWriter<>(context, new ProtoCodec());

  @BeforeEach
  void start() {
    texts.on(context, () -> done(() -> requests.start(sink, false)));
  }

  @AfterEach
  void close() {
    texts.close();
  }

  @Test
  void whatIsWrittenOnTheContextComesBehindWhatIsOnItsWayThere() {
    texts.on(
        context,
        () -> {
          elsewhere(() -> requests.write(text("first")));
          requests.write(text("second"));
          return requests.end();
        });

    assertEquals(List.of("Message", "Message", "HalfClose"), sink.kinds);
    assertEquals(
        List.of(text("first").getSerializedSize(), text("second").getSerializedSize()), sink.sizes);
  }

  @Test
  void aDrainHandlerThatComesTooLateIsCalledOnce() {
    var drained = new ArrayList<String>();
    sink.full = true;
    Texts.await(requests.write(text("one too many")));
    assertTrue(requests.writeQueueFull());

    texts.on(context, () -> done(sink::drain));
    requests.drainHandler(v -> drained.add("drained"));
    texts.on(context, () -> done(() -> {}));

    assertEquals(List.of("drained"), drained);
  }

  @Test
  void aDrainHandlerOfAQueueThatWasNeverFullIsNotCalled() {
    var drained = new ArrayList<String>();

    requests.drainHandler(v -> drained.add("drained"));
    texts.on(context, () -> done(() -> {}));

    assertEquals(List.of(), drained);
  }

  @Test
  void aDrainHandlerWaitsUntilTheQueueDrains() {
    Promise<Void> drained = Promise.promise();
    sink.full = true;
    Texts.await(requests.write(text("one too many")));
    assertTrue(requests.writeQueueFull());

    requests.drainHandler(drained::complete);
    texts.on(context, () -> done(() -> assertTrue(!drained.future().isComplete())));
    texts.on(context, () -> done(sink::drain));

    Texts.await(drained.future());
  }

  private static Future<Void> done(Runnable task) {
    task.run();
    return Future.succeededFuture();
  }

  private static void elsewhere(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A call that keeps what is written to it. */
  private static final class Sink implements GrpcStream {

    final List<String> kinds = new ArrayList<>();
    final List<Integer> sizes = new ArrayList<>();
    volatile boolean full;
    private @Nullable Handler<Void> drainHandler;

    void drain() {
      full = false;
      drainHandler.handle(null);
    }

    @Override
    public void write(Frame frame) {
      kinds.add(frame.getClass().getSimpleName());
      if (frame instanceof Frame.Message message) {
        sizes.add(message.payload().sizeHint());
      }
    }

    @Override
    public boolean writeQueueFull() {
      return full;
    }

    @Override
    public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
      drainHandler = handler;
      return this;
    }

    @Override
    public GrpcStream handler(Handler<Frame> handler) {
      return this;
    }

    @Override
    public void fetch(long messages) {}
  }
}
