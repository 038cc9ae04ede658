package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Payload;
import dev.toolkit.grpc.call.Peer;
import dev.toolkit.grpc.channel.Channel;
import dev.toolkit.grpc.encoding.Codec;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/** A call of any kind. Its state lives on the context on which it was made; methods hop there. */
final class ClientCallImpl<Q, R> implements ClientCall<Q, R>, Handler<Frame> {

  private final MethodDescriptor<Q, R> method;
  private final ContextInternal context;
  private final RequestWriter<Q> requests;
  private final ResponseReader<R> responses;
  private final Promise<Metadata> headers;
  private final Promise<Metadata> trailers;
  private final Promise<Status> status;
  private final Promise<R> response;
  private @Nullable GrpcStream stream;
  private @Nullable Runnable inheritance;
  private @Nullable Handler<Frame.Message> messageListener;
  private boolean readsOne;
  private @Nullable R value;
  private int messages;
  private volatile @Nullable Peer peer;

  ClientCallImpl(MethodDescriptor<Q, R> method, ContextInternal context, Codec codec) {
    this.method = method;
    this.context = context;
    this.requests = new RequestWriter<>(context, codec);
    this.responses = new ResponseReader<>(context, method.responseType());
    this.headers = context.promise();
    this.trailers = context.promise();
    this.status = context.promise();
    this.response = context.promise();
  }

  /** Makes the call; called once, before anything else. */
  void start(CallInvoker invoker, CallHead head, @Nullable CallContext parent) {
    CallHead observed = head.withAttribute(Channel.PEER_HANDLER, reached -> peer = reached);
    onContext(() -> startOnContext(invoker, observed, parent));
  }

  @Override
  public MethodDescriptor<Q, R> method() {
    return method;
  }

  @Override
  public WriteStream<Q> requests() {
    return requests;
  }

  @Override
  public Future<Void> write(Q message, boolean compress) {
    return requests.write(message, compress);
  }

  @Override
  public ReadStream<R> responses() {
    return responses;
  }

  @Override
  public Future<R> response() {
    if (!method.kind().isOneResponse()) {
      throw new IllegalStateException(method + " has many responses, read them as a stream");
    }
    onContext(this::readOne);
    return response.future();
  }

  @Override
  public Future<Metadata> headers() {
    return headers.future();
  }

  @Override
  public Future<Metadata> trailers() {
    return trailers.future();
  }

  @Override
  public Future<Status> status() {
    return status.future();
  }

  @Override
  public @Nullable Peer peer() {
    return peer;
  }

  @Override
  public ClientCall<Q, R> messageListener(Handler<Frame.Message> listener) {
    onContext(() -> messageListener = listener);
    return this;
  }

  @Override
  public void cancel(String reason) {
    onContext(() -> cancel(Status.of(Code.CANCELLED, reason)));
  }

  @Override
  public void handle(Frame frame) {
    if (frame instanceof Frame.Headers begin) {
      headers.tryComplete(begin.metadata());
    } else if (frame instanceof Frame.Message message) {
      take(message);
    } else if (frame instanceof Frame.Trailers end) {
      end(end);
    }
  }

  private void startOnContext(CallInvoker invoker, CallHead head, @Nullable CallContext parent) {
    GrpcStream started = Invocations.invoke(invoker, head);
    stream = started;
    requests.start(started, !head.encoding().equals(Payload.IDENTITY));
    responses.start(started);
    started.handler(this);
    if (parent != null && !status.future().isComplete()) {
      inheritance = parent.onCancel(reason -> context.emit(Inherited.status(reason), this::cancel));
    }
  }

  private void readOne() {
    if (!readsOne) {
      readsOne = true;
      stream.fetch(2); // the second would be one too many
    }
  }

  private void take(Frame.Message message) {
    if (++messages > 1 && method.kind().isOneResponse()) {
      cancel(Cardinality.tooMany(method));
      return;
    }
    if (messageListener != null) {
      messageListener.handle(message);
    }
    if (readsOne) {
      decode(message);
    } else {
      responses.add(message);
    }
  }

  private void decode(Frame.Message message) {
    try {
      value = message.payload().decode(method.responseType());
    } catch (StatusException e) {
      cancel(e.status());
    }
  }

  private void cancel(Status reason) {
    stream.write(new Frame.Cancel(reason));
  }

  private void end(Frame.Trailers end) {
    if (inheritance != null) {
      inheritance.run();
    }
    boolean empty = end.status().isOk() && method.kind().isOneResponse() && messages == 0;
    Status how = empty ? Cardinality.none(method) : end.status();
    requests.callEnded(how);
    if (how.isOk()) {
      headers.tryComplete(Metadata.EMPTY);
      responses.end(null, false);
      response.tryComplete(value);
    } else {
      var failure = new StatusException(how, end.metadata());
      headers.tryFail(failure);
      responses.end(failure, end.origin() != Frame.Origin.PEER);
      response.tryFail(failure);
    }
    trailers.tryComplete(end.metadata());
    status.tryComplete(how);
  }

  private void onContext(Runnable task) {
    if (context.inThread()) {
      task.run();
    } else {
      context.emit(task, Runnable::run);
    }
  }
}
