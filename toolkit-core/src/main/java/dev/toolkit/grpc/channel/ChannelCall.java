package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.AttemptListener;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * One call of a channel: it waits for the first resolution, takes the config of its method, and
 * goes on as one attempt or several, each of which is picked; its deadline covers them all.
 *
 * <p>It runs on the context on which the call was made, which is one of the channel's event loop.
 */
final class ChannelCall implements GrpcStream, Handler<Frame>, CallInvoker, PickArgs {

  private final ChannelImpl channel;
  private final @Nullable ContextInternal context = ContextInternal.current();
  private CallHead head;
  private @Nullable GrpcStream stream;
  private @Nullable Handler<Frame> handler;
  private @Nullable CallDeadline deadline;
  private @Nullable Runnable timer;
  private boolean running;
  private boolean answered;
  private boolean ended;

  ChannelCall(ChannelImpl channel, CallHead head) {
    this.channel = channel;
    this.head = head;
  }

  /** Begins at once, or waits for the config; called once. */
  void start() {
    channel.idle().callBegan();
    if (!arm(head.deadline())) {
      return;
    }
    Status refusal = channel.refusal();
    ResolvedConfig config = refusal == null ? channel.config() : null;
    if (config != null) {
      begin(config);
      return;
    }
    stream = new Unresolved();
    if (refusal != null) {
      fail(refusal);
    } else {
      channel.awaitConfig(this);
    }
  }

  /** The config is there. */
  void resolved(ResolvedConfig config) {
    dispatch(() -> goOn(config));
  }

  /** Fails this call, which waits for the config. */
  void fail(Status status) {
    dispatch(() -> endWaiting(status));
  }

  /** Runs a step of this call on its context. */
  void dispatch(Runnable step) {
    if (context == null || ContextInternal.current() == context) {
      step.run();
    } else {
      context.dispatch(step);
    }
  }

  ChannelCore core() {
    return channel.core();
  }

  /** How the attempt begins that is being picked. */
  @Override
  public CallHead head() {
    return head;
  }

  /** Begins an attempt. */
  @Override
  public GrpcStream invoke(CallHead attempt) {
    running = false;
    head = attempt;
    return channel.picks().begin(this, attempt);
  }

  /** Runs an attempt on a connection that was picked for it. */
  GrpcStream run(CallHead attempt, PickResult.To pick, Connection connection) {
    if (deadline != null) {
      deadline.run();
    }
    running = true;
    var peerHandler = attempt.attributes().get(Channel.PEER_HANDLER);
    if (peerHandler != null) {
      peerHandler.handle(connection.peer());
    }
    CallHead head = heard(attempt);
    if (pick.metadata() != Metadata.EMPTY) {
      head = head.withMetadata(head.metadata().withAll(pick.metadata()));
    }
    AttemptTracker tracker = pick.tracker();
    if (tracker == null) {
      return connection.invoke(head);
    }
    tracker.started();
    return new TrackedStream(connection.invoke(head), tracker);
  }

  @Override
  public void write(Frame frame) {
    stream.write(frame);
  }

  @Override
  public boolean writeQueueFull() {
    return stream.writeQueueFull();
  }

  @Override
  public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
    stream.drainHandler(handler);
    return this;
  }

  @Override
  public GrpcStream handler(Handler<Frame> handler) {
    this.handler = handler;
    stream.handler(this);
    return this;
  }

  @Override
  public void fetch(long messages) {
    stream.fetch(messages);
  }

  /** Takes the frames of the response. */
  @Override
  public void handle(Frame frame) {
    if (frame instanceof Frame.Trailers trailers) {
      end();
      handler.handle(isResetForDeadline(trailers) ? expired() : trailers);
    } else {
      answered = true;
      handler.handle(frame);
    }
  }

  private void goOn(ResolvedConfig config) {
    var waiting = (Unresolved) stream;
    if (!waiting.isWaiting()) {
      return;
    }
    begin(config);
    GrpcStream begun = stream;
    stream = waiting;
    waiting.join(begun);
  }

  private void begin(ResolvedConfig config) {
    try {
      head = CallConfig.apply(config.methodConfig(head), head, channel.core().means.nanoTime());
    } catch (StatusException e) {
      stream = new WaitingStream();
      endWaiting(e.status());
      return;
    }
    if (arm(head.deadline())) {
      stream = new RepeatingStream(head, this, channel.core().setup.options().retryBufferSize());
    }
  }

  /** Sets the timer of a deadline; false if that has passed, which has ended the call. */
  private boolean arm(@Nullable Deadline until) {
    if (until == null || deadline != null && deadline.is(until)) {
      return true;
    }
    dropTimer();
    var armed = new CallDeadline(until);
    deadline = armed;
    if (armed.isExpired()) {
      if (stream == null) {
        stream = new WaitingStream();
      }
      endWaiting(armed.passedBefore());
      return false;
    }
    timer = channel.core().timers().set(armed.budget(), this::expire);
    return true;
  }

  private void endWaiting(Status status) {
    ((WaitingStream) stream).end(Frame.Trailers.local(status, Frame.Progress.NOT_SENT));
  }

  private CallHead heard(CallHead attempt) {
    var listeners = channel.core().setup.attemptListeners();
    return listeners == null
        ? attempt
        : attempt.withAttribute(AttemptListener.KEY, listeners.apply(attempt));
  }

  private void expire() {
    timer = null;
    stream.write(new Frame.Cancel(deadlinePassed()));
  }

  private Status deadlinePassed() {
    if (!running) {
      return deadline.passedWaitingFor("a connection to " + channel.target());
    }
    String what = answered ? "the rest of the response" : "the response";
    return deadline.passedRunning(what + " from " + channel.target());
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

  private void dropTimer() {
    if (timer != null) {
      timer.run();
      timer = null;
    }
  }

  private void end() {
    dropTimer();
    if (!ended) {
      ended = true;
      channel.idle().callEnded();
    }
  }

  /** The stream of a call that waits for the config. */
  private final class Unresolved extends WaitingStream {

    @Override
    void cancelled() {
      channel.forget(ChannelCall.this);
    }
  }
}
