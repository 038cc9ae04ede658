package dev.toolkit.grpc.transport.inprocess;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.call.Frame.Trailers;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Peer;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client's end of a call. Runs on the context of the caller. */
final class ClientEnd implements GrpcStream {

  private enum State {
    OPEN,
    HALF_CLOSED,
    ENDED
  }

  private final Lane requests;
  private final Lane responses;
  private final Consumer<ClientEnd> whenEnded;
  private final DeadlineTimer timer;
  private final @Nullable AttemptListener listener;
  private State state = State.OPEN;

  ClientEnd(
      ContextInternal context,
      CallHead head,
      Lane requests,
      Lane responses,
      Consumer<ClientEnd> whenEnded) {
    this.requests = requests;
    this.responses = responses;
    this.whenEnded = whenEnded;
    this.timer = new DeadlineTimer(context, head.deadline(), this::deadlinePassed);
    this.listener = head.attributes().get(AttemptListener.KEY);
    responses.join(requests, this::arrived);
  }

  void start(Peer peer) {
    if (listener != null) {
      listener.started(peer);
    }
    timer.start();
  }

  /** Ends a call of which the server is to hear nothing, or has heard. */
  void end(Trailers trailers) {
    if (state != State.ENDED) {
      ended(trailers);
      responses.endBy(trailers);
    }
  }

  /** Ends a call on both sides. */
  void abort(Trailers trailers, Status toServer) {
    if (state != State.ENDED) {
      end(trailers);
      requests.write(new Frame.Cancel(toServer));
    }
  }

  @Override
  public void write(Frame frame) {
    if (state == State.ENDED) {
      return;
    }
    if (frame instanceof Frame.Cancel cancel) {
      cancel(cancel.reason());
    } else if (state == State.HALF_CLOSED) {
      misuse(frame, "after the half-close");
    } else if (frame instanceof Frame.Message message) {
      writeMessage(message);
    } else if (frame instanceof Frame.HalfClose) {
      state = State.HALF_CLOSED;
      requests.write(frame);
    } else {
      misuse(frame, "by the client");
    }
  }

  @Override
  public boolean writeQueueFull() {
    return requests.isFull();
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    requests.drainHandler(handler);
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    responses.handler(handler);
    return this;
  }

  @Override
  public void fetch(long messages) {
    responses.fetch(messages);
  }

  private void writeMessage(Frame.Message message) {
    try {
      requests.write(message);
    } catch (StatusException e) {
      abort(Trailers.local(e.status(), Progress.PROCESSED), Status.of(Code.CANCELLED, ""));
      return;
    }
    if (listener != null && state != State.ENDED) {
      long size = message.payload().sizeHint();
      listener.messageSent(size, size);
    }
  }

  private void cancel(Status reason) {
    var code = reason.code() == Code.DEADLINE_EXCEEDED ? reason.code() : Code.CANCELLED;
    abort(Trailers.local(reason, Progress.PROCESSED), Status.of(code, reason.message()));
  }

  private void misuse(Frame frame, String what) {
    var status =
        Status.of(Code.INTERNAL, frame.getClass().getSimpleName() + " was written " + what);
    abort(Trailers.local(status, Progress.PROCESSED), Status.of(Code.CANCELLED, ""));
  }

  private void deadlinePassed() {
    var status = deadlineExceeded();
    abort(Trailers.local(status, Progress.PROCESSED), status);
  }

  static Status deadlineExceeded() {
    return Status.of(Code.DEADLINE_EXCEEDED, "the deadline of the call passed");
  }

  static boolean isExpired(@Nullable Deadline deadline) {
    return deadline != null && deadline.isExpired();
  }

  private boolean arrived(Frame frame) {
    if (state == State.ENDED) {
      return false;
    }
    if (frame instanceof Trailers trailers) {
      ended(trailers);
    } else if (listener != null) {
      tell(listener, frame);
    }
    return true;
  }

  private static void tell(AttemptListener listener, Frame frame) {
    if (frame instanceof Frame.Headers headers) {
      listener.headersReceived(headers.metadata());
    } else if (frame instanceof Frame.Message message) {
      listener.messageReceived(message.payload().sizeHint());
    }
  }

  private void ended(Trailers trailers) {
    state = State.ENDED;
    timer.stop();
    requests.close();
    if (listener != null) {
      listener.ended(trailers);
    }
    whenEnded.accept(this);
  }
}
