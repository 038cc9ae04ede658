package dev.toolkit.grpc.transport.inprocess;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MethodKind;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.Attributes;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.Frame.Progress;
import dev.toolkit.grpc.call.Frame.Trailers;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection to the server of this process. Runs on the context that opened it. */
final class InProcessConnection implements Connection {

  private enum State {
    OPEN,
    DRAINING,
    CLOSED
  }

  private static final SocketAddress ADDRESS = SocketAddress.domainSocketAddress("in-process");
  private static final Peer PEER = new Peer(ADDRESS, ADDRESS, null);
  private static final Attributes SERVER_ATTRIBUTES = Attributes.of(Peer.KEY, PEER);

  private final ContextInternal context;
  private final InProcessServerTransport server;
  private final String authority;
  private final InProcessOptions options;
  private final List<String> encodings;
  private final Set<ClientEnd> calls = new LinkedHashSet<>();
  private final List<Long> graceTimers = new ArrayList<>();
  private final Promise<Void> closed;
  private State state = State.OPEN;
  private @Nullable Status reason;
  private @Nullable Handler<Void> roomHandler;
  private @Nullable Handler<Status> drainHandler;
  private @Nullable Handler<Status> closeHandler;

  InProcessConnection(
      ContextInternal context,
      InProcessServerTransport server,
      String authority,
      InProcessOptions options,
      List<String> encodings) {
    this.context = context;
    this.server = server;
    this.authority = authority;
    this.options = options;
    this.encodings = encodings;
    this.closed = context.promise();
  }

  @Override
  public GrpcStream invoke(CallHead head) {
    ContextInternal caller = context.owner().getOrCreateContext();
    ContextInternal callee = server.callContext();
    boolean oneThread = isOneThread(caller, callee);
    var requests = new Lane(caller, callee, oneThread, options);
    var responses = new Lane(callee, caller, oneThread, options);
    var client = new ClientEnd(caller, head, requests, responses, this::ended);
    calls.add(client);
    @Nullable Trailers refusal = refusal(head);
    if (refusal != null) {
      client.end(refusal);
      return client;
    }
    client.start(PEER);
    server.accept(callee, seenByServer(head), requests, responses);
    return client;
  }

  @Override
  public Peer peer() {
    return PEER;
  }

  /** What is sent does not leave this process. */
  @Override
  public boolean isSecure() {
    return true;
  }

  @Override
  public int capacity() {
    return state == State.OPEN ? options.maxConcurrentCalls() : 0;
  }

  @Override
  public int activeCalls() {
    return calls.size();
  }

  @Override
  public Connection roomHandler(Handler<Void> handler) {
    roomHandler = handler;
    return this;
  }

  @Override
  public Connection drainHandler(Handler<Status> handler) {
    drainHandler = handler;
    return this;
  }

  @Override
  public Connection closeHandler(Handler<Status> handler) {
    closeHandler = handler;
    return this;
  }

  @Override
  public Future<Void> ping() {
    if (state == State.CLOSED) {
      return context.failedFuture(unavailable("the connection is closed").asException());
    }
    Promise<Void> answered = context.promise();
    server.callContext().runOnContext(v -> answered.complete());
    return answered.future();
  }

  @Override
  public Future<Void> shutdown(Duration grace) {
    context.execute(grace, this::beginShutdown);
    return closed.future();
  }

  /** The server leaves: no new calls. May be called on any context. */
  void drain(Status status) {
    context.runOnContext(v -> becomeDraining(status));
  }

  private void beginShutdown(Duration grace) {
    becomeDraining(unavailable("the connection was shut down"));
    if (state == State.CLOSED) {
      return;
    }
    if (grace.isZero() || grace.isNegative()) {
      endCalls();
    } else {
      graceTimers.add(context.setTimer(Math.max(1, grace.toMillis()), id -> endCalls()));
    }
  }

  private void becomeDraining(Status status) {
    if (state == State.OPEN) {
      state = State.DRAINING;
      reason = status;
      if (drainHandler != null) {
        drainHandler.handle(status);
      }
    }
    closeIfIdle();
  }

  private void endCalls() {
    var gone = Status.of(Code.CANCELLED, "the connection was closed");
    for (ClientEnd call : List.copyOf(calls)) {
      call.abort(Trailers.transport(reason, Progress.PROCESSED), gone);
    }
    closeIfIdle();
  }

  private void closeIfIdle() {
    if (state != State.DRAINING || !calls.isEmpty()) {
      return;
    }
    state = State.CLOSED;
    graceTimers.forEach(context.owner()::cancelTimer);
    server.unregister(this);
    closed.complete();
    if (closeHandler != null) {
      closeHandler.handle(reason);
    }
  }

  private @Nullable Trailers refusal(CallHead head) {
    if (ClientEnd.isExpired(head.deadline())) {
      return Trailers.local(ClientEnd.deadlineExceeded(), Progress.NOT_SENT);
    }
    if (state != State.OPEN) {
      return Trailers.transport(reason, Progress.NOT_SENT);
    }
    if (calls.size() > options.maxConcurrentCalls()) {
      var full = "the connection carries " + options.maxConcurrentCalls() + " calls, its limit";
      return Trailers.transport(unavailable(full), Progress.NOT_SENT);
    }
    return null;
  }

  private CallHead seenByServer(CallHead head) {
    return new CallHead(
        head.path(),
        MethodKind.BIDI_STREAMING,
        head.authority().isEmpty() ? authority : head.authority(),
        head.metadata(),
        head.deadline(),
        head.codec(),
        head.encoding(),
        head.acceptedEncodings().isEmpty() ? encodings : head.acceptedEncodings(),
        CallOptions.DEFAULT,
        SERVER_ATTRIBUTES);
  }

  private void ended(ClientEnd call) {
    boolean full = calls.size() >= options.maxConcurrentCalls();
    calls.remove(call);
    if (full && calls.size() < options.maxConcurrentCalls() && roomHandler != null) {
      roomHandler.handle(null);
    }
    closeIfIdle();
  }

  private static boolean isOneThread(ContextInternal one, ContextInternal other) {
    return one.isEventLoopContext()
        && other.isEventLoopContext()
        && one.nettyEventLoop() == other.nettyEventLoop();
  }

  private static Status unavailable(String message) {
    return Status.of(Code.UNAVAILABLE, message);
  }
}
