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
    return context.inThread()
        ? writeOnContext(message, compressed)
        : hop(() -> writeOnContext(message, compressed));
  }

  Future<Void> write(Q message, boolean compress) {
    return context.inThread()
        ? writeOnContext(message, compress)
        : hop(() -> writeOnContext(message, compress));
  }

  @Override
  public Future<Void> end() {
    return context.inThread() ? endOnContext() : hop(this::endOnContext);
  }

  @Override
  public boolean writeQueueFull() {
    if (context.inThread()) {
      return stream.writeQueueFull();
    }
    if (!isFullElsewhere()) {
      return false;
    }
    drainWanted = true; // before the second look, or the context could miss it
    return isFullElsewhere();
  }

  @Override
  public WriteStream<Q> drainHandler(@Nullable Handler<Void> handler) {
    onContext(() -> drainHandler = handler);
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

  private Future<Void> hop(Supplier<Future<Void>> task) {
    Promise<Void> promise = context.promise();
    hopping.incrementAndGet();
    context.emit(task, t -> arrived(t.get(), promise));
    return promise.future();
  }

  private void arrived(Future<Void> result, Promise<Void> promise) {
    full = over == null && stream.writeQueueFull();
    int left = hopping.decrementAndGet();
    result.onComplete(promise);
    if (drainWanted && left == 0 && !full) {
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
