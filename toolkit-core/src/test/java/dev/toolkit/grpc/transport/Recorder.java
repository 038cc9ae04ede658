package dev.toolkit.grpc.transport;

import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Payload;
import io.vertx.core.Context;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One end of a call, driven from the thread of a test: writes frames, and keeps those that come.
 */
public final class Recorder {

  private static final long PATIENCE_SECONDS = 20;

  private final Context context;
  private final GrpcStream stream;
  private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

  /** Takes over a stream on its context, which is the current one. */
  public Recorder(Context context, GrpcStream stream) {
    this.context = context;
    this.stream = stream;
    stream.handler(frames::add);
  }

  /** Starts a call on a context. */
  public static Recorder call(Context context, CallInvoker invoker, CallHead head) {
    return on(context, () -> new Recorder(context, invoker.invoke(head)));
  }

  /** A head of a call with proto messages. */
  public static CallHead head(String path, Metadata metadata, @Nullable Deadline deadline) {
    return new CallHead(
        path,
        MethodKind.BIDI_STREAMING,
        "",
        metadata,
        deadline,
        "proto",
        Payload.IDENTITY,
        List.of(),
        CallOptions.DEFAULT,
        Attributes.EMPTY);
  }

  /** Runs something on a context and waits for its result. */
  public static <T> T on(Context context, Callable<T> action) {
    var result = new CompletableFuture<T>();
    context.runOnContext(
        v -> {
          try {
            result.complete(action.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return await(result);
  }

  /** Waits for a result. */
  public static <T> T await(CompletableFuture<T> result) {
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("nothing within " + PATIENCE_SECONDS + " s", e);
    }
  }

  /** The stream, for use on its context. */
  public GrpcStream stream() {
    return stream;
  }

  /** The context of the stream. */
  public Context context() {
    return context;
  }

  /** Writes frames in one go. */
  public Recorder write(Frame... all) {
    return on(
        context,
        () -> {
          for (Frame frame : all) {
            stream.write(frame);
          }
          return this;
        });
  }

  /** Asks for messages. */
  public Recorder fetch(long messages) {
    return on(
        context,
        () -> {
          stream.fetch(messages);
          return this;
        });
  }

  /** The next frame, which must be of a type. */
  public <F extends Frame> F next(Class<F> type) {
    Frame frame;
    try {
      frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (!type.isInstance(frame)) {
      throw new AssertionError("expected " + type.getSimpleName() + ", got " + frame);
    }
    return type.cast(frame);
  }

  /** The number of frames that came and were not taken by {@link #next}. */
  public int waiting() {
    return frames.size();
  }
}
