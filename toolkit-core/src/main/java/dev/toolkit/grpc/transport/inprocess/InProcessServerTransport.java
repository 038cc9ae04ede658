package dev.toolkit.grpc.transport.inprocess;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.transport.ServerTransport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of an in-process transport. Its state belongs to the context that starts it.
 */
final class InProcessServerTransport implements ServerTransport {

  private enum State {
    NEW,
    SERVING,
    DRAINING,
    CLOSED
  }

  private static final Status GONE = Status.of(Code.UNAVAILABLE, "the server was shut down");

  private final VertxInternal vertx;
  private final Set<InProcessConnection> connections = new LinkedHashSet<>();
  private final Set<ServerEnd> calls = new LinkedHashSet<>();
  private final Promise<Void> closed = Promise.promise();
  private volatile @Nullable ContextInternal context;
  private @Nullable Handler<IncomingCall> handler;
  private State state = State.NEW;
  private long graceTimer = -1;

  InProcessServerTransport(VertxInternal vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<Void> start(Handler<IncomingCall> handler) {
    if (context != null) {
      throw new IllegalStateException("the in-process server was started before");
    }
    ContextInternal own = vertx.getOrCreateContext();
    this.handler = handler;
    state = State.SERVING;
    context = own;
    return own.succeededFuture();
  }

  @Override
  public Future<Void> shutdown(Duration grace) {
    ContextInternal own = context;
    if (own == null) {
      return vertx.getOrCreateContext().succeededFuture();
    }
    own.runOnContext(v -> beginShutdown(grace));
    return closed.future();
  }

  /** Takes a connection, or fails; called on any context. */
  Future<Void> register(InProcessConnection connection) {
    ContextInternal own = context;
    if (own == null) {
      var status = Status.of(Code.UNAVAILABLE, "the in-process server was not started");
      return Future.failedFuture(status.asException());
    }
    Promise<Void> registered = Promise.promise();
    own.runOnContext(v -> register(connection, registered));
    return registered.future();
  }

  /** Forgets a connection; called on any context. */
  void unregister(InProcessConnection connection) {
    ContextInternal own = context;
    if (own != null) {
      own.runOnContext(v -> forget(connection));
    }
  }

  /** A context for a call; called on any context, once there is a connection. */
  ContextInternal callContext() {
    return context.duplicate();
  }

  /** Takes a call on its context, at once if that is of this thread. */
  void accept(ContextInternal callContext, CallHead head, Lane requests, Lane responses) {
    var stream = new ServerEnd(callContext, head.deadline(), requests, responses, this::ended);
    var call = new IncomingCall(head, stream);
    if (requests.isOneThread()) {
      callContext.dispatch(call, this::take);
    } else {
      callContext.runOnContext(v -> take(call));
    }
  }

  private void take(IncomingCall call) {
    ServerEnd stream = (ServerEnd) call.stream();
    if (state != State.SERVING) {
      stream.refuse(GONE);
      return;
    }
    calls.add(stream);
    stream.start();
    handler.handle(call);
  }

  private void register(InProcessConnection connection, Promise<Void> registered) {
    if (state == State.SERVING) {
      connections.add(connection);
      registered.complete();
    } else {
      registered.fail(GONE.asException());
    }
  }

  private void forget(InProcessConnection connection) {
    connections.remove(connection);
    closeIfIdle();
  }

  private void beginShutdown(Duration grace) {
    if (state == State.SERVING) {
      state = State.DRAINING;
      connections.forEach(connection -> connection.drain(GONE));
    }
    closeIfIdle();
    if (state == State.CLOSED) {
      return;
    }
    if (grace.isZero() || grace.isNegative()) {
      endCalls();
    } else if (graceTimer < 0) {
      graceTimer = context.setTimer(Math.max(1, grace.toMillis()), id -> endCalls());
    }
  }

  private void endCalls() {
    List.copyOf(calls).forEach(ServerEnd::shutDown);
  }

  private void ended(ServerEnd call) {
    calls.remove(call);
    closeIfIdle();
  }

  private void closeIfIdle() {
    if (state == State.DRAINING && calls.isEmpty() && connections.isEmpty()) {
      state = State.CLOSED;
      vertx.cancelTimer(graceTimer);
      closed.complete();
    }
  }
}
