package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.CallOptions;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.channel.ConnectivityState;
import dev.toolkit.grpc.encoding.ProtoCodec;
import dev.toolkit.grpc.protocol.MessagePayload;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/** A client over one channel for each event loop. Safe for use by any thread. */
final class GrpcClientImpl implements GrpcClient {

  private static final Status CLOSED = Status.of(Code.CANCELLED, "the client is closed");

  private final HeadFactory heads;
  private final EventLoops loops;
  private volatile boolean closed;

  GrpcClientImpl(HeadFactory heads, EventLoops loops) {
    this.heads = heads;
    this.loops = loops;
  }

  @Override
  public CallOptions callOptions() {
    return heads.defaults();
  }

  @Override
  public <Q, R> Future<R> unary(MethodDescriptor<Q, R> method, Q request, CallOptions options) {
    ContextInternal context = loops.contextOfCall();
    CallContext parent = Inherited.from(options);
    CallHead head;
    Payload payload;
    try {
      head = heads.head(method, options, parent);
      payload = new MessagePayload(request, heads.codec(options));
    } catch (StatusException e) {
      return context.failedFuture(e);
    }
    var call = new UnaryCall<>(method, context);
    CallInvoker invoker = invoker(context);
    if (context.inThread()) {
      call.start(invoker, head, payload, parent);
    } else {
      context.emit(call, c -> c.start(invoker, head, payload, parent));
    }
    return call.future();
  }

  @Override
  public <Q, R> Future<ReadStream<R>> serverStreaming(
      MethodDescriptor<Q, R> method, Q request, CallOptions options) {
    ClientCall<Q, R> call = call(method, options);
    call.requests().end(request);
    return whenBegun(call);
  }

  @Override
  public <Q, R> RequestStream<Q, R> clientStreaming(
      MethodDescriptor<Q, R> method, CallOptions options) {
    return new CallStream<>(call(method, options));
  }

  @Override
  public <Q, R> Future<R> clientStreaming(
      MethodDescriptor<Q, R> method, ReadStream<Q> requests, CallOptions options) {
    ClientCall<Q, R> call = reading(method, requests, options);
    return call.response();
  }

  @Override
  public <Q, R> BidiStream<Q, R> bidiStreaming(MethodDescriptor<Q, R> method, CallOptions options) {
    return new CallStream<>(call(method, options));
  }

  @Override
  public <Q, R> Future<ReadStream<R>> bidiStreaming(
      MethodDescriptor<Q, R> method, ReadStream<Q> requests, CallOptions options) {
    return whenBegun(reading(method, requests, options));
  }

  @Override
  public <Q, R> ClientCall<Q, R> call(MethodDescriptor<Q, R> method, CallOptions options) {
    return call(method, options, loops.contextOfCall());
  }

  private <Q, R> ClientCall<Q, R> call(
      MethodDescriptor<Q, R> method, CallOptions options, ContextInternal context) {
    CallContext parent = Inherited.from(options);
    try {
      var call = new ClientCallImpl<>(method, context, heads.codec(options));
      CallHead head = heads.head(method, options, parent);
      call.start(invoker(context), head, parent);
      return call;
    } catch (StatusException e) {
      return failed(method, context, e.status());
    }
  }

  @Override
  public CallInvoker invoker() {
    return head -> Invocations.invoke(invoker(loops.contextOfCall()), head);
  }

  @Override
  public ConnectivityState state() {
    return closed ? ConnectivityState.SHUTDOWN : loops.state().channel().state();
  }

  @Override
  public void connect() {
    if (!closed) {
      loops.state().connect();
    }
  }

  @Override
  public Runnable stateHandler(Handler<ConnectivityState> handler) {
    return loops.state().handle(handler);
  }

  @Override
  public Future<Void> awaitReady(Duration timeout) {
    if (closed) {
      Status status = Status.of(Code.UNAVAILABLE, CLOSED.message());
      return loops.contextOfCall().failedFuture(status.asException());
    }
    return loops.state().awaitReady(timeout);
  }

  @Override
  public void resetConnectBackoff() {
    loops.resetConnectBackoff();
  }

  @Override
  public Future<Void> shutdown(Duration grace) {
    closed = true;
    return loops.shutdown(grace);
  }

  private CallInvoker invoker(ContextInternal context) {
    return closed ? head -> new EndedStream(CLOSED) : loops.invoker(context);
  }

  private <Q, R> ClientCall<Q, R> failed(
      MethodDescriptor<Q, R> method, ContextInternal context, Status status) {
    var call = new ClientCallImpl<>(method, context, new ProtoCodec()); // encodes nothing
    CallHead head = heads.head(method, CallOptions.DEFAULT, null);
    call.start(h -> new EndedStream(status), head, null);
    return call;
  }

  /** A call that takes its requests from a stream. */
  private <Q, R> ClientCall<Q, R> reading(
      MethodDescriptor<Q, R> method, ReadStream<Q> requests, CallOptions options) {
    ContextInternal context = loops.contextOfCall();
    ClientCall<Q, R> call = call(method, options, context);
    new RequestPump<>(context, requests, call).start();
    return call;
  }

  private static <Q, R> Future<ReadStream<R>> whenBegun(ClientCall<Q, R> call) {
    return call.headers().map(headers -> call.responses());
  }
}
