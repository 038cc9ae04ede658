package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Deadline;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.config.HedgingPolicy;
import dev.toolkit.grpc.config.MethodConfig;
import dev.toolkit.grpc.retry.AttemptInvoker;
import dev.toolkit.grpc.retry.CallAttempts;
import dev.toolkit.grpc.retry.TriedEndpoints;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One call of a channel: it waits for the first resolution, takes the config of its method, and
 * goes on as one attempt or several, each of which is picked; its deadline covers them all.
 *
 * <p>It runs on the context on which the call was made, which is one of the channel's event loop.
 */
final class ChannelCall implements AttemptInvoker, PickArgs {

  private final ChannelImpl channel;
  private final @Nullable ContextInternal context = ContextInternal.current();
  private CallHead head;
  private @Nullable WaitingStream waiting;
  private @Nullable CallAttempts attempts;
  private @Nullable CallDeadline deadline;
  private @Nullable Runnable timer;
  private @Nullable RunningHedges hedges;
  private @Nullable CredentialsWait asking;
  private @Nullable SocketAddress endpoint;
  private boolean ended;

  ChannelCall(ChannelImpl channel, CallHead head) {
    this.channel = channel;
    this.head = head;
  }

  /** Begins at once, or waits for the config; called once. */
  GrpcStream start() {
    channel.idle().callBegan();
    Status refusal = refusal();
    if (refusal != null) {
      waiting = new WaitingStream();
      endWaiting(refusal);
      return waiting;
    }
    ResolvedConfig config = channel.config();
    if (config != null) {
      return begin(config);
    }
    waiting = new Unresolved();
    channel.awaitConfig(this);
    return waiting;
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

  /** The context of this call. */
  ContextInternal context() {
    return context != null ? context : core().context;
  }

  /** An attempt asks for its credentials. */
  void asks(CredentialsWait wait) {
    asking = wait;
  }

  /** Goes on with an attempt that was picked and has its credentials now. */
  GrpcStream resume(CallHead attempt, PickResult.To pick) {
    return channel.picks().begin(this, attempt, pick);
  }

  /** How the attempt begins that is being picked. */
  @Override
  public CallHead head() {
    return head;
  }

  /** Begins an attempt. */
  @Override
  public GrpcStream invoke(CallHead attempt) {
    endpoint = null; // what ran before has ended, unless the call is hedged
    head = attempt;
    return channel.picks().begin(this, attempt);
  }

  /** Runs an attempt on a connection that was picked for it. */
  GrpcStream run(CallHead attempt, PickResult.To pick, Connection connection) {
    GrpcStream stopped = AttemptGate.stop(this, attempt, pick, connection);
    if (stopped != null) {
      return stopped;
    }
    if (deadline != null) {
      deadline.run();
    }
    SocketAddress address = pick.subchannel().address();
    Attributes attributes = attempt.attributes();
    TriedEndpoints tried = attributes.get(TriedEndpoints.KEY);
    if (tried != null) {
      tried.add(address);
    }
    CallHead picked =
        pick.metadata() == Metadata.EMPTY
            ? attempt
            : attempt.withMetadata(attempt.metadata().withAll(pick.metadata()));
    if (hedges != null) {
      GrpcStream stream = tracked(connection, picked, pick.tracker());
      return hedges.add(stream, address, () -> tellPeer(attributes, connection));
    }
    endpoint = address;
    tellPeer(attributes, connection);
    return tracked(connection, picked, pick.tracker());
  }

  /** The call is over: its deadline is dropped, or is the reason if the peer saw it first. */
  @Override
  public Frame.Trailers ending(Frame.Trailers trailers) {
    end();
    return isResetForDeadline(trailers)
        ? Frame.Trailers.local(deadlinePassed(), Frame.Progress.PROCESSED)
        : trailers;
  }

  private static GrpcStream tracked(
      Connection connection, CallHead head, @Nullable AttemptTracker tracker) {
    if (tracker == null) {
      return connection.invoke(head);
    }
    tracker.started();
    return new TrackedStream(connection.invoke(head), tracker);
  }

  private static void tellPeer(Attributes attributes, Connection connection) {
    var peerHandler = attributes.get(Channel.PEER_HANDLER);
    if (peerHandler != null) {
      peerHandler.handle(connection.peer());
    }
  }

  private @Nullable Status refusal() {
    return arm(head.deadline()) ? channel.refusal() : deadline.passedBefore();
  }

  private void goOn(ResolvedConfig config) {
    if (waiting.isWaiting()) {
      head = head.withAttribute(Channel.RESOLUTION_DELAYED, true);
      waiting.join(begin(config));
    }
  }

  private GrpcStream begin(ResolvedConfig config) {
    MethodConfig method;
    try {
      head = config.selector().prepare(head);
      method = config.methodConfig(head);
    } catch (RuntimeException | Error e) { // a selector is anybody's code
      return failed(ControlPlane.failure("the config selector of " + channel.target(), e));
    }
    head = CallConfig.apply(method, head, channel.core().means.nanoTime());
    if (!arm(head.deadline())) {
      return failed(deadline.passedBefore());
    }
    hedges = method.attempts() instanceof HedgingPolicy ? new RunningHedges() : null;
    CallAttempts begun = channel.retries().start(this, head, method.attempts(), channel.throttle());
    attempts = begun;
    return begun;
  }

  /** A call that ends before it has begun. */
  private GrpcStream failed(Status status) {
    end();
    var failed = new WaitingStream();
    failed.end(Frame.Trailers.local(status, Frame.Progress.NOT_SENT));
    return failed;
  }

  private void endWaiting(Status status) {
    end();
    waiting.end(Frame.Trailers.local(status, Frame.Progress.NOT_SENT));
  }

  /** Sets the timer of a deadline; false if that has passed. */
  private boolean arm(@Nullable Deadline until) {
    if (until == null || deadline != null && deadline.is(until)) {
      return true;
    }
    dropTimer();
    var armed = new CallDeadline(until);
    deadline = armed;
    if (armed.isExpired()) {
      return false;
    }
    timer = channel.core().timers().set(armed.budget(), this::expire);
    return true;
  }

  private void expire() {
    timer = null;
    GrpcStream stream = attempts != null ? attempts : waiting;
    stream.write(new Frame.Cancel(deadlinePassed()));
  }

  private Status deadlinePassed() {
    if (attempts != null && attempts.isPaused()) {
      return deadline.passed();
    }
    String place = place();
    if (place.isEmpty() && asking != null && asking.isWaiting()) {
      return deadline.passedWaitingFor("the credentials of the call" + attemptNumber());
    }
    if (place.isEmpty()) {
      String failure = channel.lastFailure();
      String why = failure.isEmpty() ? "" : ", which failed last: " + failure;
      return deadline.passedWaitingFor(
          "a connection to " + channel.target() + attemptNumber() + why);
    }
    boolean answered = attempts != null && attempts.isAnswered();
    String what = answered ? "the rest of the response" : "the response";
    return deadline.passedRunning(what + " from " + place + attemptNumber());
  }

  /** Which attempt it is, or how many there are; empty for the only one. */
  private String attemptNumber() {
    int count = attempts == null ? 1 : attempts.attempts();
    String what = hedges == null ? ", in attempt " + count : ", after " + count + " attempts began";
    return count > 1 ? what : "";
  }

  /** The target and the endpoints at which the call is; empty if it is at none. */
  private String place() {
    String endpoints = hedges != null ? hedges.toString() : endpoint + "";
    boolean nowhere = hedges != null ? hedges.isEmpty() : endpoint == null;
    boolean same = endpoints.equals(channel.target());
    return nowhere ? "" : same ? endpoints : channel.target() + " (" + endpoints + ")";
  }

  /** Whether the peer's own timer has reset the call just before ours could tell. */
  private boolean isResetForDeadline(Frame.Trailers trailers) {
    return trailers.origin() == Frame.Origin.TRANSPORT
        && trailers.status().code() == Code.CANCELLED
        && deadline != null
        && deadline.isExpired();
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
      ChannelCall.this.end();
    }
  }
}
