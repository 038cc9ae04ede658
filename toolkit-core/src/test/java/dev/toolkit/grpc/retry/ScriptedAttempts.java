package dev.toolkit.grpc.retry;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes attempts of which the test is the peer and the transport. It has no threads. */
final class ScriptedAttempts implements AttemptInvoker {

  final List<Attempt> all = new ArrayList<>();
  final List<Frame.Trailers> endings = new ArrayList<>();

  @Override
  public Attempt invoke(CallHead head) {
    var attempt = new Attempt(head);
    all.add(attempt);
    return attempt;
  }

  @Override
  public Frame.Trailers ending(Frame.Trailers trailers) {
    endings.add(trailers);
    return trailers;
  }

  Attempt get(int index) {
    return all.get(index);
  }

  Attempt last() {
    return all.get(all.size() - 1);
  }

  int count() {
    return all.size();
  }

  /** One attempt. */
  static final class Attempt implements GrpcStream {

    final CallHead head;
    final List<Frame> written = new ArrayList<>();
    long fetched;
    private final FrameQueue queue = new FrameQueue(Integer.MAX_VALUE, () -> {});
    private boolean full;
    private boolean over;
    private @Nullable Handler<Void> drainHandler;

    Attempt(CallHead head) {
      this.head = head;
    }

    /** What the peer said: a whole response. */
    void succeed() {
      arrive(new Frame.Headers(Metadata.EMPTY));
      end(new Frame.Trailers(Status.OK, Metadata.EMPTY));
    }

    /** What the peer said: nothing but a status. */
    void fail(Code code) {
      fail(code, Metadata.EMPTY);
    }

    void fail(Code code, Metadata trailers) {
      end(new Frame.Trailers(Status.of(code, "it failed"), trailers));
    }

    /** What the peer said: a status, and when to try again. */
    void push(Code code, String back) {
      fail(code, Metadata.of("grpc-retry-pushback-ms", back));
    }

    /** The transport lost it. */
    void lose(Frame.Progress progress) {
      end(Frame.Trailers.transport(Status.of(Code.UNAVAILABLE, "lost"), progress));
    }

    /** This side could not make it. */
    void refuse(Code code, Frame.Progress progress) {
      end(Frame.Trailers.local(Status.of(code, "no"), progress));
    }

    /** The first end counts. */
    void end(Frame.Trailers trailers) {
      if (!over) {
        over = true;
        queue.add(trailers);
      }
    }

    void arrive(Frame frame) {
      if (!over) {
        queue.add(frame);
      }
    }

    /** Whether it has not ended. */
    boolean isLive() {
      return !over;
    }

    /** Has no room for messages, until {@link #drain}. */
    Attempt fill() {
      full = true;
      return this;
    }

    void drain() {
      full = false;
      if (drainHandler != null) {
        drainHandler.handle(null);
      }
    }

    /** Why it was cancelled; null if it was not. */
    @Nullable Status cancelled() {
      for (Frame frame : written) {
        if (frame instanceof Frame.Cancel cancel) {
          return cancel.reason();
        }
      }
      return null;
    }

    @Nullable String metadata(String key) {
      return head.metadata().get(key);
    }

    @Override
    public void write(Frame frame) {
      if (over) {
        return;
      }
      written.add(frame);
      if (frame instanceof Frame.Cancel cancel) {
        end(Frame.Trailers.local(cancel.reason(), Frame.Progress.PROCESSED));
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
      queue.handler(handler);
      return this;
    }

    @Override
    public void fetch(long messages) {
      fetched += messages;
      queue.fetch(messages);
    }
  }
}
