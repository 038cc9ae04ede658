package dev.toolkit.grpc.transport.inprocess;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.call.Frame.Trailers;
import dev.toolkit.grpc.call.GrpcStream;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server's end of a call. Runs on the duplicated context of the call. */
final class ServerEnd implements GrpcStream {

  private enum State {
    OPEN,
    HEADERS_SENT,
    ENDED
  }

  private final Lane requests;
  private final Lane responses;
  private final Consumer<ServerEnd> whenEnded;
  private final DeadlineTimer timer;
  private State state = State.OPEN;

  ServerEnd(
      ContextInternal context,
      @Nullable Deadline deadline,
      Lane requests,
      Lane responses,
      Consumer<ServerEnd> whenEnded) {
    this.requests = requests;
    this.responses = responses;
    this.whenEnded = whenEnded;
    this.timer = new DeadlineTimer(context, deadline, this::deadlinePassed);
    requests.join(responses, this::arrived);
  }

  void start() {
    timer.start();
  }

  /** Ends a call that no handler has seen. */
  void refuse(Status status) {
    ended();
    responses.write(Trailers.transport(status, Progress.REFUSED));
  }

  /** Ends a call that did not end within the grace of a shutdown. */
  void shutDown() {
    var status = Status.of(Code.UNAVAILABLE, "the server was shut down");
    abort(
        Status.of(Code.CANCELLED, "the server was shut down"),
        Trailers.transport(status, Progress.PROCESSED));
  }

  @Override
  public void write(Frame frame) {
    if (state == State.ENDED) {
      return;
    }
    if (frame instanceof Trailers) {
      ended();
      requests.mute();
      responses.write(frame);
    } else if (frame instanceof Frame.Headers && state == State.OPEN) {
      state = State.HEADERS_SENT;
      responses.write(frame);
    } else if (frame instanceof Frame.Message && state == State.HEADERS_SENT) {
      writeMessage(frame);
    } else {
      misuse(frame);
    }
  }

  @Override
  public boolean writeQueueFull() {
    return responses.isFull();
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    responses.drainHandler(handler);
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    requests.handler(handler);
    return this;
  }

  @Override
  public void fetch(long messages) {
    requests.fetch(messages);
  }

  private void writeMessage(Frame message) {
    try {
      responses.write(message);
    } catch (StatusException e) {
      abort(e.status(), new Trailers(e.status(), Metadata.EMPTY));
    }
  }

  private void misuse(Frame frame) {
    var when = state == State.OPEN ? " before" : " after";
    var what = frame.getClass().getSimpleName() + " was written" + when + " the headers";
    var status = Status.of(Code.INTERNAL, what);
    abort(status, new Trailers(status, Metadata.EMPTY));
  }

  private void deadlinePassed() {
    var status = ClientEnd.deadlineExceeded();
    abort(status, new Trailers(status, Metadata.EMPTY));
  }

  private void abort(Status toHandler, Trailers toClient) {
    if (state != State.ENDED) {
      ended();
      requests.endBy(new Frame.Cancel(toHandler));
      responses.write(toClient);
    }
  }

  private boolean arrived(Frame frame) {
    if (state == State.ENDED) {
      return false;
    }
    if (frame instanceof Frame.Cancel) {
      ended();
    }
    return true;
  }

  private void ended() {
    state = State.ENDED;
    timer.stop();
    responses.close();
    whenEnded.accept(this);
  }
}
