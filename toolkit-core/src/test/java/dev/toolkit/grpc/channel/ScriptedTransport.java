package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.FrameQueue;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.transport.ConnectRequest;
import dev.toolkit.grpc.transport.Connecting;
import dev.toolkit.grpc.transport.Connection;
import dev.toolkit.grpc.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A transport whose connections and answers a test plays, step by step. */
final class ScriptedTransport implements Transport {

  final List<Attempt> attempts = new ArrayList<>();

  /** Whether connections are such that nobody else can read them. */
  boolean secure;

  @Override
  public Connecting connect(ConnectRequest request) {
    var attempt = new Attempt(request);
    attempts.add(attempt);
    return attempt;
  }

  Attempt last() {
    return attempts.get(attempts.size() - 1);
  }

  /** The connections that were opened, in order. */
  List<Peered> connections() {
    return attempts.stream().map(attempt -> attempt.opened).filter(Objects::nonNull).toList();
  }

  /** A connection that is being opened. */
  final class Attempt implements Connecting {

    final ConnectRequest request;
    private final Promise<Connection> promise = Promise.promise();
    boolean aborted;
    @Nullable Peered opened;

    Attempt(ConnectRequest request) {
      this.request = request;
    }

    @Override
    public Future<Connection> connection() {
      return promise.future();
    }

    @Override
    public void abort() {
      aborted = true;
      fail("given up");
    }

    Peered open(int capacity) {
      var connection = new Peered(request.address(), capacity);
      opened = connection;
      promise.complete(connection);
      return connection;
    }

    void fail(String message) {
      promise.fail(Status.of(Code.UNAVAILABLE, message).asException());
    }
  }

  /** A connection of which the test is the peer. */
  final class Peered implements Connection {

    final List<Stream> streams = new ArrayList<>();
    final SocketAddress address;
    int capacity;
    int active;
    @Nullable Duration shutdown;
    private @Nullable Handler<Void> roomHandler;
    private @Nullable Handler<Status> drainHandler;
    private @Nullable Handler<Status> closeHandler;

    Peered(SocketAddress address, int capacity) {
      this.address = address;
      this.capacity = capacity;
    }

    Stream stream(int index) {
      return streams.get(index);
    }

    void drain() {
      drainHandler.handle(Status.of(Code.UNAVAILABLE, "going away"));
    }

    void close() {
      close("closed");
    }

    void close(String reason) {
      closeHandler.handle(Status.of(Code.UNAVAILABLE, reason));
    }

    /** Allows another number of calls. */
    void capacity(int calls) {
      capacity = calls;
      roomHandler.handle(null);
    }

    @Override
    public GrpcStream invoke(CallHead head) {
      active++;
      var stream = new Stream(this, head);
      streams.add(stream);
      return stream;
    }

    @Override
    public Peer peer() {
      return new Peer(address, address, null);
    }

    @Override
    public boolean isSecure() {
      return secure;
    }

    @Override
    public int capacity() {
      return capacity;
    }

    @Override
    public int activeCalls() {
      return active;
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
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> shutdown(Duration grace) {
      shutdown = grace;
      return Future.succeededFuture();
    }
  }

  /** The client's end of a call that the test answers. */
  static final class Stream implements GrpcStream {

    final CallHead head;
    final List<Frame> written = new ArrayList<>();
    private final Peered connection;
    private final FrameQueue queue = new FrameQueue(100, () -> {});

    Stream(Peered connection, CallHead head) {
      this.connection = connection;
      this.head = head;
    }

    void answer(Frame... frames) {
      for (Frame frame : frames) {
        if (frame instanceof Frame.Trailers) {
          connection.active--;
        }
        queue.add(frame);
        if (frame instanceof Frame.Trailers && connection.roomHandler != null) {
          connection.roomHandler.handle(null);
        }
      }
    }

    @Override
    public void write(Frame frame) {
      written.add(frame);
      if (frame instanceof Frame.Cancel cancel) {
        answer(Frame.Trailers.local(cancel.reason(), Frame.Progress.PROCESSED));
      }
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public GrpcStream drainHandler(@Nullable Handler<Void> handler) {
      return this;
    }

    @Override
    public GrpcStream handler(Handler<Frame> handler) {
      queue.handler(handler);
      return this;
    }

    @Override
    public void fetch(long messages) {
      queue.fetch(messages);
    }
  }
}
