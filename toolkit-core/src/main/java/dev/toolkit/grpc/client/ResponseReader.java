package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MessageType;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The responses of a call. It asks the call for what its reader asks for and no more, a few at a
 * time so that a reader that pauses is left with few that wait. It belongs to the call's context.
 */
final class ResponseReader<R> implements ReadStream<R> {

  private static final int MAX_ASKED = 16;

  private final ContextInternal context;
  private final MessageType<R> type;
  private final ArrayDeque<Frame.Message> waiting = new ArrayDeque<>(4);
  private @Nullable GrpcStream stream;
  private @Nullable Handler<R> handler;
  private @Nullable Handler<Void> endHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private long demand;
  private int asked;
  private boolean started;
  private boolean delivering;
  private boolean over;
  private boolean told;
  private @Nullable StatusException failure;

  ResponseReader(ContextInternal context, MessageType<R> type) {
    this.context = context;
    this.type = type;
  }

  /** Begins, on the context. */
  void start(GrpcStream stream) {
    this.stream = stream;
  }

  /** Takes a message that was asked for. */
  void add(Frame.Message message) {
    asked--;
    waiting.add(message);
    deliver();
  }

  /** Takes the end; null for OK. */
  void end(@Nullable StatusException failure, boolean atOnce) {
    over = true;
    this.failure = failure;
    if (atOnce) {
      waiting.clear();
    }
    deliver();
  }

  @Override
  public ReadStream<R> handler(@Nullable Handler<R> handler) {
    onContext(() -> handlerOnContext(handler));
    return this;
  }

  @Override
  public ReadStream<R> endHandler(@Nullable Handler<Void> handler) {
    onContext(() -> endHandler = handler);
    return this;
  }

  @Override
  public ReadStream<R> exceptionHandler(@Nullable Handler<Throwable> handler) {
    onContext(() -> exceptionHandler = handler);
    return this;
  }

  @Override
  public ReadStream<R> pause() {
    onContext(() -> demand = 0);
    return this;
  }

  @Override
  public ReadStream<R> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public ReadStream<R> fetch(long amount) {
    onContext(() -> fetchOnContext(amount));
    return this;
  }

  private void handlerOnContext(@Nullable Handler<R> next) {
    boolean taken = handler != null && next == null;
    handler = next;
    if (taken && !over) {
      waiting.clear();
      stream.write(new Frame.Cancel(Status.of(Code.CANCELLED, "the reader has gone")));
    } else {
      deliver();
    }
  }

  private void fetchOnContext(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    started = true;
    deliver();
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      do {
        while (isWanted()) {
          hand(waiting.remove());
        }
        ask();
      } while (isWanted());
    } finally {
      delivering = false;
    }
    if (over && !told && started && waiting.isEmpty()) {
      tellEnd();
    }
  }

  private boolean isWanted() {
    return demand > 0 && handler != null && !waiting.isEmpty();
  }

  private void hand(Frame.Message message) {
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    R response;
    try {
      response = message.payload().decode(type);
    } catch (StatusException e) {
      waiting.clear();
      demand = 0;
      stream.write(new Frame.Cancel(e.status()));
      return;
    }
    handler.handle(response);
  }

  private void ask() {
    long missing = Math.min(demand, MAX_ASKED) - asked - waiting.size();
    boolean worthWhile = demand != Long.MAX_VALUE || asked <= MAX_ASKED / 2;
    if (!over && missing > 0 && worthWhile) {
      asked += (int) missing;
      stream.fetch(missing);
    }
  }

  private void tellEnd() {
    told = true;
    if (failure == null) {
      if (endHandler != null) {
        endHandler.handle(null);
      }
    } else if (exceptionHandler != null) {
      exceptionHandler.handle(failure);
    }
  }

  private void onContext(Runnable task) {
    if (context.inThread()) {
      task.run();
    } else {
      context.emit(task, Runnable::run);
    }
  }
}
