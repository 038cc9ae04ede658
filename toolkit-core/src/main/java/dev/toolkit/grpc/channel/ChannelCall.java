package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * One call of a channel: it waits for a connection, runs on it as an attempt, and runs again when
 * the peer can't have seen it and its taker has seen nothing.
 *
 * <p>It runs on the context on which the call was made, which is one of the channel's event loop.
 */
final class ChannelCall implements GrpcStream, Handler<Frame> {

  /**
   * How often a call is sent again at most; a peer that closes each connection must not spin us.
   */
  private static final int MAX_REPEATS = 5;

  /** How many bytes a call that waits takes before its write queue is full. */
  private static final int WAITING_BYTES = 64 * 1024;

  private enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  private final ChannelImpl channel;
  private final CallHead head;
  private final @Nullable ContextInternal context = ContextInternal.current();
  private final SentFrames sent = new SentFrames();
  private State state = State.WAITING;
  private @Nullable GrpcStream attempt;
  private @Nullable Handler<Frame> handler;
  private @Nullable Handler<Void> drainHandler;
  private Frame.@Nullable Trailers end;
  private @Nullable Runnable timer;
  private @Nullable CallDeadline deadline;
  private long demand;
  private int repeats;
  private boolean refused;
  private boolean answered;
  private boolean cancelled;

  ChannelCall(ChannelImpl channel, CallHead head) {
    this.channel = channel;
    this.head = head;
  }

  /** Arms the deadline and asks the channel for a connection; called once. */
  void start() {
    if (head.deadline() != null) {
      var armed = new CallDeadline(head.deadline());
      deadline = armed;
      if (armed.isExpired()) {
        end(Frame.Trailers.local(armed.passedBefore(), Frame.Progress.NOT_SENT));
        return;
      }
      timer = channel.timers().set(armed.budget(), this::expire);
    }
    channel.admit(this);
  }

  boolean waitsForReady() {
    return Boolean.TRUE.equals(head.options().waitForReady());
  }

  /** Fails this call, which has no connection. */
  void fail(Status status) {
    var trailers = Frame.Trailers.local(status, Frame.Progress.NOT_SENT);
    if (isOnContext()) {
      end(trailers);
    } else {
      context.dispatch(() -> end(trailers));
    }
  }

  /** Runs this call on a connection with room. */
  void run(Connection connection) {
    if (isOnContext()) {
      begin(connection);
    } else {
      context.dispatch(() -> begin(connection));
    }
  }

  @Override
  public void write(Frame frame) {
    if (frame instanceof Frame.Cancel cancel) {
      cancel(cancel);
    } else if (state != State.ENDED && keep(frame) && attempt != null) {
      attempt.write(frame);
    }
  }

  @Override
  public boolean writeQueueFull() {
    return attempt != null ? attempt.writeQueueFull() : sent.bytes() >= WAITING_BYTES;
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    if (attempt != null) {
      attempt.drainHandler(handler);
    }
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    this.handler = handler;
    if (end != null) {
      handler.handle(end);
    } else if (attempt != null) {
      attempt.handler(this);
    }
    return this;
  }

  @Override
  public void fetch(long messages) {
    demand = demand + messages < 0 ? Long.MAX_VALUE : demand + messages;
    if (attempt != null) {
      attempt.fetch(messages);
    }
  }

  /** Takes the frames of the attempt. */
  @Override
  public void handle(Frame frame) {
    if (frame instanceof Frame.Trailers trailers) {
      attemptEnded(trailers);
      return;
    }
    if (!answered) {
      answered = true;
      sent.drop();
    }
    handler.handle(frame);
  }

  private void begin(Connection connection) {
    state = State.RUNNING;
    if (deadline != null) {
      deadline.run();
    }
    var peerHandler = head.attributes().get(Channel.PEER_HANDLER);
    if (peerHandler != null) {
      peerHandler.handle(connection.peer());
    }
    boolean wasFull = sent.bytes() >= WAITING_BYTES;
    GrpcStream stream = connection.invoke(headOfAttempt());
    attempt = stream;
    if (drainHandler != null) {
      stream.drainHandler(drainHandler);
    }
    sent.writeTo(stream);
    dropIfTooLarge();
    if (handler != null) {
      stream.handler(this);
      if (demand > 0) {
        stream.fetch(demand);
      }
    }
    if (wasFull && stream == attempt && !stream.writeQueueFull() && drainHandler != null) {
      drainHandler.handle(null);
    }
  }

  private CallHead headOfAttempt() {
    var listeners = channel.listeners();
    return listeners == null
        ? head
        : head.withAttribute(AttemptListener.KEY, listeners.apply(head));
  }

  /** Keeps a frame; false if that has ended the call, because the message can't be encoded. */
  private boolean keep(Frame frame) {
    try {
      sent.add(frame);
    } catch (StatusException e) {
      cancel(new Frame.Cancel(e.status()));
      return false;
    }
    if (attempt != null) {
      dropIfTooLarge();
    }
    return true;
  }

  private void dropIfTooLarge() {
    if (sent.bytes() > channel.options().retryBufferSize()) {
      sent.drop();
    }
  }

  private void cancel(Frame.Cancel cancel) {
    cancelled = true;
    if (attempt != null) {
      attempt.write(cancel);
    } else if (state == State.WAITING) {
      channel.forget(this);
      end(Frame.Trailers.local(cancel.reason(), Frame.Progress.NOT_SENT));
    }
  }

  private void expire() {
    timer = null;
    cancel(new Frame.Cancel(deadlinePassed()));
  }

  private Status deadlinePassed() {
    if (state == State.WAITING) {
      return deadline.passedWaitingFor(channel.awaited());
    }
    String what = answered ? "the rest of the response" : "the response";
    return deadline.passedRunning(what + " from " + channel.target());
  }

  private void attemptEnded(Frame.Trailers trailers) {
    attempt = null;
    if (mayRepeat(trailers)) {
      repeats++;
      refused |= trailers.progress() == Frame.Progress.REFUSED;
      state = State.WAITING;
      channel.admit(this);
    } else {
      end(isResetForDeadline(trailers) ? expired() : trailers);
    }
  }

  /** Whether the peer's own timer has reset the call just before ours could tell. */
  private boolean isResetForDeadline(Frame.Trailers trailers) {
    return trailers.origin() == Frame.Origin.TRANSPORT
        && trailers.status().code() == Code.CANCELLED
        && deadline != null
        && deadline.isExpired();
  }

  private Frame.Trailers expired() {
    return Frame.Trailers.local(deadlinePassed(), Frame.Progress.PROCESSED);
  }

  private boolean mayRepeat(Frame.Trailers trailers) {
    boolean unseen =
        trailers.progress() == Frame.Progress.NOT_SENT
            || trailers.progress() == Frame.Progress.REFUSED && !refused;
    return unseen
        && trailers.origin() == Frame.Origin.TRANSPORT
        && sent.isComplete()
        && !answered
        && !cancelled
        && repeats < MAX_REPEATS
        && (deadline == null || !deadline.isExpired())
        && channel.state() != ConnectivityState.SHUTDOWN;
  }

  private void end(Frame.Trailers trailers) {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDED;
    sent.drop();
    if (timer != null) {
      timer.run();
      timer = null;
    }
    end = trailers;
    if (handler != null) {
      handler.handle(trailers);
    }
  }

  private boolean isOnContext() {
    return context == null || ContextInternal.current() == context;
  }
}
