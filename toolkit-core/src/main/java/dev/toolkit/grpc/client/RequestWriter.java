package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.encoding.Codec;
import dev.toolkit.grpc.protocol.MessagePayload;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.WriteStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a call. It belongs to the call's context; what is written elsewhere hops there,
 * and counts as queued until it has arrived.
 */
final class RequestWriter<Q> implements WriteStream<Q> {

  private static final int MAX_HOPPING = 64;

  private final ContextInternal context;
  private final Codec codec;
  private final Future<Void> written;
  private final AtomicInteger hopping = new AtomicInteger();
  private volatile boolean full;
  private volatile boolean drainWanted;
  private volatile boolean seenFull;
  private @Nullable GrpcStream stream;
  private boolean compressed;
  private boolean ended;
  private @Nullable StatusException over;
  private @Nullable Handler<Void> drainHandler;
  private @Nullable Handler<Throwable> exceptionHandler;

  RequestWriter(ContextInternal context, Codec codec) {
    this.context = context;
    this.codec = codec;
    this.written = context.succeededFuture();
  }

  /** Begins, on the context, with whether messages are compressed when nothing else is said. */
  void start(GrpcStream stream, boolean compressed) {
    this.stream = stream;
    this.compressed = compressed;
    stream.drainHandler(v -> drained());
  }

  /** Hears of the end of the call, on the context. */
  void callEnded(Status status) {
    boolean unheard = !ended;
    over = (status.isOk() ? endedEarly() : status).asException();
    full = false;
    if (unheard && !status.isOk() && exceptionHandler != null) {
      exceptionHandler.handle(over);
    }
    if (drainWanted) {
      drained();
    }
  }

  @Override
  public Future<Void> write(Q message) {
    return isInOrder()
        ? writeOnContext(message, compressed)
        : hop(() -> writeOnContext(message, compressed));
  }

  Future<Void> write(Q message, boolean compress) {
    return isInOrder()
        ? writeOnContext(message, compress)
        : hop(() -> writeOnContext(message, compress));
  }

  @Override
  public Future<Void> end() {
    return isInOrder() ? endOnContext() : hop(this::endOnContext);
  }

  /** In one step: nothing that is written later comes between the two. */
  @Override
  public Future<Void> end(Q message) {
    return isInOrder() ? endOnContext(message) : hop(() -> endOnContext(message));
  }

  @Override
  public boolean writeQueueFull() {
    if (context.inThread()) {
      return stream.writeQueueFull();
    }
    if (!isFullElsewhere()) {
      seenFull = false;
      return false;
    }
    drainWanted = true; // before the second look, or the context could miss it
    seenFull = isFullElsewhere();
    return seenFull;
  }

  @Override
  public WriteStream<Q> drainHandler(@Nullable Handler<Void> handler) {
    if (context.inThread()) {
      drainHandler = handler;
    } else {
      boolean late = seenFull;
      context.emit(handler, set -> drainHandlerElsewhere(set, late));
    }
    return this;
  }

  @Override
  public WriteStream<Q> exceptionHandler(@Nullable Handler<Throwable> handler) {
    onContext(() -> exceptionHandler = handler);
    return this;
  }

  /** Does nothing: how much is queued is bounded by the transport. */
  @Override
  public WriteStream<Q> setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  private Future<Void> writeOnContext(Q message, boolean compress) {
    if (over != null || ended) {
      return context.failedFuture(over != null ? over : endedBefore());
    }
    stream.write(new Frame.Message(new MessagePayload(message, codec), compress));
    return written;
  }

  private Future<Void> endOnContext() {
    if (over != null || ended) {
      return context.failedFuture(over != null ? over : endedBefore());
    }
    ended = true;
    stream.write(Frame.HalfClose.INSTANCE);
    return written;
  }

  private Future<Void> endOnContext(Q message) {
    Future<Void> last = writeOnContext(message, compressed);
    return last.succeeded() ? endOnContext() : last;
  }

  /** Sets a handler whose setter, elsewhere, may have found the queue full before it drained. */
  private void drainHandlerElsewhere(@Nullable Handler<Void> handler, boolean late) {
    drainHandler = handler;
    if (late && handler != null) {
      drainWanted = true;
      drainIfDue();
    }
  }

  /** Whether what is written now comes behind all that is on its way. */
  private boolean isInOrder() {
    return context.inThread() && hopping.get() == 0;
  }

  private Future<Void> hop(Supplier<Future<Void>> task) {
    Promise<Void> promise = context.promise();
    hopping.incrementAndGet();
    context.runOnContext(v -> arrived(task.get(), promise));
    return promise.future();
  }

  private void arrived(Future<Void> result, Promise<Void> promise) {
    full = over == null && stream.writeQueueFull(); // before the writer hears of the write
    hopping.decrementAndGet();
    result.onComplete(promise);
    drainIfDue();
  }

  private void drainIfDue() {
    full = over == null && stream.writeQueueFull();
    if (drainWanted && hopping.get() == 0 && !full) {
      drained();
    }
  }

  private void drained() {
    full = false;
    drainWanted = false;
    if (drainHandler != null) {
      drainHandler.handle(null);
    }
  }

  private boolean isFullElsewhere() {
    return full || hopping.get() >= MAX_HOPPING;
  }

  private void onContext(Runnable task) {
    if (context.inThread()) {
      task.run();
    } else {
      context.emit(task, Runnable::run);
    }
  }

  private static Status endedEarly() {
    return Status.of(Code.CANCELLED, "the peer has ended the call OK before this request");
  }

  private static StatusException endedBefore() {
    return Status.of(Code.FAILED_PRECONDITION, "the requests were ended before").asException();
  }
}
