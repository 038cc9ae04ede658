package dev.toolkit.grpc.transport.http;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.encoding.Codecs;
import dev.toolkit.grpc.encoding.Compressors;
import dev.toolkit.grpc.transport.Connection;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server, of HTTP/2 or HTTP/1.1.
 *
 * <p>It makes its streams below Vert.x's request objects; see docs/decisions/0021.
 */
final class ClientConnection implements Connection {

  private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

  private static final int PING_BYTES = 8;

  /** Kept, because Vert.x closes the connections of a client that was garbage-collected. */
  private final HttpClientAgent agent;

  private final HttpClientConnection connection;
  private final RequestHeads heads;
  private final ResponseLimits limits;
  private final Flusher flusher;
  private final SpareBuffers spares = new SpareBuffers();
  private final Peer peer;
  private final Farewell farewell;
  private int activeCalls;
  private @Nullable ClientLiveness liveness;
  private @Nullable Status drained;
  private @Nullable Status lost;
  private Failures.@Nullable Goodbye goodbye;
  private boolean closed;
  private boolean broken;
  private @Nullable Handler<Void> roomHandler;
  private @Nullable Handler<Status> drainHandler;
  private @Nullable Handler<Status> closeHandler;

  ClientConnection(
      ConnectAttempt.Opened opened,
      String authority,
      HttpClientTransportOptions options,
      Codecs codecs,
      Compressors compressors) {
    this.agent = opened.agent();
    this.connection = ((UnpooledHttpClientConnection) opened.connection()).unwrap();
    this.farewell = new Farewell(connection);
    this.heads = new RequestHeads(connection, authority, options, codecs, compressors);
    this.limits = new ResponseLimits(options.getMaxMessageSize(), options.getMaxSendSize());
    this.flusher = new Flusher(connection.context());
    this.peer =
        new Peer(connection.remoteAddress(), connection.localAddress(), connection.sslSession());
    if (isHttp2()) {
      NettyPipeline.improveWrites(opened.connection());
    }
    connection.concurrencyChangeHandler(concurrency -> room());
    connection.evictionHandler(v -> {}); // is told by the others; Vert.x would log it
    connection.closeHandler(v -> closed());
    connection.exceptionHandler(this::broke);
  }

  /** Sees to it that the end of a connection of HTTP/2 is noticed; called at once. */
  ClientConnection watch(KeepaliveTime keepalive) {
    if (isHttp2()) {
      var parts =
          new ClientLiveness.Parts(
              NettyPipeline.watchReads(connection),
              () -> connection.ping(Buffer.buffer(new byte[PING_BYTES])),
              this::activeCalls,
              this::lost);
      var timers = new ContextTimers(connection.context());
      var watching = new ClientLiveness(parts, timers, keepalive);
      liveness = watching;
      NettyPipeline.streams(connection)
          .addListener(new GoAways(connection.context(), said -> goAway(said, keepalive)));
    }
    return this;
  }

  @Override
  public GrpcStream invoke(CallHead head) {
    if (drained != null || closed || activeCalls >= capacity()) {
      return FailedStream.notSent(head, drained != null ? drained : noStream());
    }
    if (head.deadline() != null && head.deadline().isExpired()) {
      return FailedStream.notSent(
          head, Status.of(Code.DEADLINE_EXCEEDED, "the deadline passed before the call was sent"));
    }
    activeCalls++;
    var stream = new ClientStream(this, head, heads, limits);
    stream.start(connection.createStream((ContextInternal) Vertx.currentContext()));
    if (liveness != null) {
      liveness.began();
    }
    return stream;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public int capacity() {
    return isHttp2() ? (int) Math.min(Integer.MAX_VALUE, connection.concurrency()) : 1;
  }

  @Override
  public int activeCalls() {
    return activeCalls;
  }

  @Override
  public Connection roomHandler(Handler<Void> handler) {
    this.roomHandler = handler;
    return this;
  }

  @Override
  public Connection drainHandler(Handler<Status> handler) {
    this.drainHandler = handler;
    return this;
  }

  @Override
  public Connection closeHandler(Handler<Status> handler) {
    this.closeHandler = handler;
    return this;
  }

  @Override
  public Future<Void> ping() {
    return liveness == null ? Future.failedFuture("HTTP/1.1 has no ping") : liveness.ping();
  }

  @Override
  public Future<Void> shutdown(Duration grace) {
    drain(Status.of(Code.UNAVAILABLE, "the connection to " + address() + " is shut down"));
    return farewell
        .within(activeCalls == 0 ? Duration.ZERO : grace)
        .eventually(() -> HttpConfigs.close(agent));
  }

  boolean isHttp2() {
    return connection.protocolVersion() == HttpVersion.HTTP_2;
  }

  Flusher flusher() {
    return flusher;
  }

  /** The buffers in which requests gather. */
  SpareBuffers spares() {
    return spares;
  }

  /** When something was received last, which only suspicion wants to know. */
  long lastRead() {
    return liveness == null ? 0 : liveness.lastRead();
  }

  /** A frame of HEADERS or DATA was received. */
  void heard() {
    if (liveness != null) {
      liveness.heard();
    }
  }

  /** The deadline passed of a call that was sent after {@link #lastRead} gave a time. */
  void expired(long lastReadBefore) {
    if (liveness != null) {
      liveness.expired(lastReadBefore);
    }
  }

  /** The end of a call whose stream failed. */
  Frame.Trailers endOf(Throwable failure, long streamId) {
    if (lost != null) {
      return Frame.Trailers.transport(lost, Frame.Progress.PROCESSED);
    }
    boolean left = goodbye != null && goodbye.isPast(streamId);
    boolean closedAlone = isHttp2() && !left && NettyPipeline.isOpen(connection);
    return closedAlone && failure instanceof HttpClosedException
        ? Failures.ofBrokenHead(address())
        : Failures.of(failure, streamId, address(), goodbye);
  }

  String address() {
    return peer.remoteAddress().toString();
  }

  /** HTTP/2 refused to begin a stream, as it will from now on. */
  void noMoreStreams(Throwable why) {
    String text = "no stream can begin on the connection to " + address() + ": ";
    drain(Status.of(Code.UNAVAILABLE, text + Failures.rootMessage(why)));
  }

  /** A call is over. */
  void ended() {
    activeCalls--;
    if (drained != null && activeCalls == 0 && !closed) {
      farewell.now();
    } else {
      room();
    }
  }

  private Status noStream() {
    return Status.of(Code.UNAVAILABLE, "no stream is free on the connection to " + address());
  }

  private void room() {
    if (roomHandler != null && drained == null && activeCalls < capacity()) {
      roomHandler.handle(null);
    }
  }

  private void goAway(Failures.Goodbye said, KeepaliveTime keepalive) {
    goodbye = goodbye == null ? said : goodbye.then(said);
    keepalive.serverLeft(said, address(), liveness.time());
    drain(Status.of(Code.UNAVAILABLE, address() + " sent " + goodbye.text()));
    if (activeCalls == 0) {
      farewell.now();
    }
  }

  /** Gives up a connection whose peer does not answer, without a word that it would not hear. */
  private void lost(String why) {
    if (!closed && lost == null) {
      lost = Status.of(Code.UNAVAILABLE, "the connection to " + address() + " was lost: " + why);
      LOG.log(System.Logger.Level.WARNING, lost.message());
      drain(lost);
      NettyPipeline.drop(connection);
    }
  }

  /** Vert.x would log it as an error of its own; what was being written to a lost peer is none. */
  private void broke(Throwable failure) {
    if (lost == null && !broken) {
      broken = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "the connection to " + address() + " broke: " + Failures.rootMessage(failure));
    } else {
      Failures.logLate(failure);
    }
  }

  private void drain(Status reason) {
    if (drained == null) {
      drained = reason;
      if (drainHandler != null) {
        drainHandler.handle(reason);
      }
    }
  }

  private void closed() {
    closed = true;
    farewell.closed();
    Status reason = whyClosed();
    if (liveness != null) {
      liveness.closed(reason.asException());
    }
    drain(reason);
    HttpConfigs.close(agent).onFailure(Failures::logLate);
    if (closeHandler != null) {
      closeHandler.handle(reason);
    }
  }

  private Status whyClosed() {
    if (lost != null) {
      return lost;
    }
    return drained != null
        ? drained
        : Status.of(Code.UNAVAILABLE, "the connection to " + address() + " was closed");
  }
}
