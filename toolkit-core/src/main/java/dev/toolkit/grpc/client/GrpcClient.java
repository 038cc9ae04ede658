package dev.toolkit.grpc.client;

import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.channel.ConnectivityState;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/**
 * Calls the methods of the services of one target.
 *
 * <p>It connects when the first call is made. It may be used from any thread and shared by
 * verticles: each event loop that calls gets its own connection, and a call from an event loop
 * never leaves it. Handlers run, and futures complete, on the context that made the call. A call
 * fails with a {@code StatusException} and nothing else.
 *
 * <p>A call made while serving another one inherits its deadline and ends with it, unless {@link
 * CallOptions#inherit} says otherwise.
 */
public interface GrpcClient {

  /** A client over HTTP with the default codecs and compressors. */
  static GrpcClient create(Vertx vertx, GrpcClientOptions options) {
    return builder(vertx).options(options).build();
  }

  /** A builder of a client. */
  static GrpcClientBuilder builder(Vertx vertx) {
    return new GrpcClientBuilder(vertx);
  }

  /** The options of calls whose maker gives none, from which others can be made. */
  CallOptions callOptions();

  /** Calls a method with one request and one response. */
  <Q, R> Future<R> unary(MethodDescriptor<Q, R> method, Q request, CallOptions options);

  /**
   * Calls a method with one request and many responses.
   *
   * @return the responses, paused, when the response begins; fails when the call fails before
   */
  <Q, R> Future<ReadStream<R>> serverStreaming(
      MethodDescriptor<Q, R> method, Q request, CallOptions options);

  /** Calls a method with many requests and one response; the requests are written to the result. */
  <Q, R> RequestStream<Q, R> clientStreaming(MethodDescriptor<Q, R> method, CallOptions options);

  /**
   * Calls a method with many requests and one response; the requests are read as fast as the peer
   * takes them. When they fail, the call is cancelled.
   */
  <Q, R> Future<R> clientStreaming(
      MethodDescriptor<Q, R> method, ReadStream<Q> requests, CallOptions options);

  /** Calls a method with many requests and many responses. */
  <Q, R> BidiStream<Q, R> bidiStreaming(MethodDescriptor<Q, R> method, CallOptions options);

  /**
   * Calls a method with many requests and many responses; the requests are read as fast as the peer
   * takes them. When they fail, the call is cancelled.
   *
   * @return the responses, paused, when the response begins; fails when the call fails before
   */
  <Q, R> Future<ReadStream<R>> bidiStreaming(
      MethodDescriptor<Q, R> method, ReadStream<Q> requests, CallOptions options);

  /** Begins a call of a method of any kind, with the options of {@link #callOptions}. */
  default <Q, R> ClientCall<Q, R> call(MethodDescriptor<Q, R> method) {
    return call(method, callOptions());
  }

  /** Begins a call of a method of any kind. */
  <Q, R> ClientCall<Q, R> call(MethodDescriptor<Q, R> method, CallOptions options);

  /**
   * Makes calls of frames, for who has no messages but a stream of them, such as a {@code
   * CallProxy}: through the interceptors, each on the context on which it is made. The options of
   * the client that are defaults of {@link CallOptions}, and those of the call being served, have
   * no part in it: the head of the call says all.
   */
  CallInvoker invoker();

  /**
   * How the client stands to its target, as the event loop of the current context sees it.
   *
   * <p>Each event loop that calls has a channel of its own, with connections of its own: so this is
   * the state of that channel on which a call made here and now would run, IDLE if there was none
   * yet. A thread that is not Vert.x's has an event loop too. After {@link #shutdown} it is
   * SHUTDOWN.
   */
  ConnectivityState state();

  /** Connects, as the first call would, on the event loop of the current context. */
  void connect();

  /**
   * Adds who hears of each change of {@link #state}, as the event loop of the current context sees
   * it; he is called on the current context. Hearing of it connects nothing.
   *
   * @return takes the handler away, after which it hears nothing; from any thread
   */
  Runnable stateHandler(Handler<ConnectivityState> handler);

  /**
   * Connects, and waits until calls can be made on the event loop of the current context.
   *
   * @param timeout how long to wait
   * @return completes on the current context; fails UNAVAILABLE after the timeout, or when the
   *     client is closed, with the target, its state and what failed last: the endpoint and why,
   *     such as "connection refused", "GOAWAY ENHANCE_YOUR_CALM too_many_pings" or "keepalive
   *     timeout after 20 s"
   */
  Future<Void> awaitReady(Duration timeout);

  /**
   * Has all event loops that wait for the time of a backoff connect at once; for when the network
   * is known to be back.
   */
  void resetConnectBackoff();

  /**
   * Ends the client: new calls and those without a connection fail CANCELLED, calls under way may
   * end within the grace, then they fail.
   *
   * @return completes when no connection is left
   */
  Future<Void> shutdown(Duration grace);

  /** Ends the client and all its calls at once. */
  default Future<Void> close() {
    return shutdown(Duration.ZERO);
  }
}
