package dev.toolkit.grpc.server;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Metadata;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.HoppingStream;
import dev.toolkit.grpc.encoding.Codec;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * A call of a method that the server has: takes the frames of the client, calls the method, and
 * writes the response.
 *
 * <p>Runs on the context of the call, or on one made for it where the service does not want the
 * event loop.
 */
final class ServedCall<Q, R> implements ServerCall, Handler<Frame>, Completable<Object> {

  private final Serving serving;
  private final Route<Q, R> route;
  private final Response response;
  private ContextInternal context;
  private CallHead head;
  private @Nullable GrpcStream stream;

  private @Nullable Q request;
  private boolean requestCompressed;
  private @Nullable RequestStream<Q> requests;

  private @Nullable ResponseStream<R> responses;

  private volatile @Nullable Status cancelReason;
  private @Nullable CancelHandlers cancelHandlers;

  ServedCall(Serving serving, Route<Q, R> route, ContextInternal context, CallHead head) {
    this.serving = serving;
    this.route = route;
    this.response = new Response(serving);
    this.context = context;
    this.head = head;
  }

  /** Starts to take the frames of the client; what the interceptors made of head and stream. */
  void begin(CallHead head, GrpcStream stream) {
    if (this.stream != null) {
      throw new IllegalStateException("the call " + head.path() + " was handed on twice");
    }
    this.head = head;
    this.stream = stream;
    if (route.dispatch() == Dispatch.EVENT_LOOP) {
      start();
      return;
    }
    ContextInternal own = route.dispatch().contextFor(context);
    CallContext.put(own, this);
    this.stream = new HoppingStream(own, context, reason -> cancelReason = reason).start(stream);
    context = own;
    own.runOnContext(v -> start());
  }

  /** Takes a frame of the client. */
  @Override
  public void handle(Frame frame) {
    if (response.isEnded()) {
      return;
    }
    if (frame instanceof Frame.Message message) {
      takeMessage(message);
    } else if (frame instanceof Frame.HalfClose) {
      takeHalfClose();
    } else if (frame instanceof Frame.Cancel cancel) {
      cancelled(cancel.reason());
    }
  }

  /** Takes the outcome of the method, on any thread. */
  @Override
  public void complete(@Nullable Object result, @Nullable Throwable failure) {
    if (ContextInternal.current() == context) {
      finish(result, failure);
    } else {
      context.emit(v -> finish(result, failure));
    }
  }

  /** Ends the call with what a failure stands for. */
  void failWith(Throwable failure) {
    if (!response.isEnded()) {
      StatusException e = serving.statusOf(failure);
      end(e.status(), e.trailers());
    }
  }

  RequestStream<Q> requests() {
    return requests;
  }

  ResponseStream<R> responses() {
    responses = new ResponseStream<>(this, stream);
    return responses;
  }

  /** Decodes a request, or throws why it can't be. */
  Q decode(Frame.Message message) {
    requestCompressed = message.compressed();
    return message.payload().decode(route.method().requestType());
  }

  /** Writes a response, behind the headers. */
  void writeResponse(Object message) {
    response.write(message);
  }

  boolean isEnded() {
    return response.isEnded();
  }

  @Override
  public CallHead head() {
    return head;
  }

  @Override
  public MethodDescriptor<?, ?> method() {
    return route.method();
  }

  @Override
  public ServerCall responseHeaders(Metadata metadata) {
    response.addHeaders(metadata);
    return this;
  }

  @Override
  public void sendHeaders() {
    response.sendHeaders();
  }

  @Override
  public ServerCall responseTrailers(Metadata metadata) {
    response.addTrailers(metadata);
    return this;
  }

  @Override
  public ServerCall responseCompression(String name) {
    response.compression(head, name);
    return this;
  }

  @Override
  public ServerCall compressNext(boolean compress) {
    response.compressNext(compress);
    return this;
  }

  @Override
  public boolean lastRequestCompressed() {
    return requestCompressed;
  }

  @Override
  public boolean isCancelled() {
    return cancelReason != null;
  }

  @Override
  public Runnable onCancel(Handler<Status> handler) {
    if (response.isEnded()) {
      Status reason = cancelReason;
      if (reason != null) {
        handler.handle(reason);
      }
      return () -> {};
    }
    if (cancelHandlers == null) {
      cancelHandlers = new CancelHandlers();
    }
    return cancelHandlers.add(handler);
  }

  private void start() {
    Codec codec = serving.codecs().byName(head.codec());
    response.begin(head, stream, codec);
    if (codec == null) {
      end(Code.UNIMPLEMENTED, "codec " + head.codec() + " is not known");
      return;
    }
    if (route.method().kind().isOneRequest()) {
      stream.handler(this);
      stream.fetch(2);
      return;
    }
    requests = new RequestStream<>(this, stream);
    stream.handler(this);
    if (!response.isEnded()) {
      callMethod();
    }
  }

  private void takeMessage(Frame.Message message) {
    if (requests != null) {
      requests.take(message);
    } else if (request != null) {
      end(Code.UNIMPLEMENTED, "method " + route.method() + " takes one request, got more");
    } else {
      try {
        request = decode(message);
      } catch (RuntimeException e) {
        failDecoding(e);
      }
    }
  }

  /** Ends the call for a request that can't be decoded. */
  void failDecoding(RuntimeException failure) {
    if (failure instanceof StatusException e) {
      end(e.status(), Metadata.EMPTY);
    } else {
      end(Code.INTERNAL, "a request of method " + route.method() + " can't be decoded");
    }
  }

  private void takeHalfClose() {
    if (requests != null) {
      requests.takeEnd();
    } else if (request == null) {
      end(Code.UNIMPLEMENTED, "method " + route.method() + " takes one request, got none");
    } else {
      callMethod();
    }
  }

  private void callMethod() {
    Future<?> outcome;
    try {
      outcome = route.body().serve(this, request);
    } catch (Throwable e) {
      failWith(e);
      return;
    }
    if (outcome == null) {
      end(Code.INTERNAL, "method " + route.method() + " returned no future");
    } else {
      outcome.onComplete(this);
    }
  }

  private void finish(@Nullable Object result, @Nullable Throwable failure) {
    if (response.isEnded()) {
      return;
    }
    if (failure != null) {
      failWith(failure);
    } else if (!route.method().kind().isOneResponse()) {
      end(Status.OK, Metadata.EMPTY);
    } else if (result == null) {
      end(Code.INTERNAL, "method " + route.method() + " gave no response");
    } else {
      writeResponse(result);
      end(Status.OK, Metadata.EMPTY);
    }
  }

  private void end(Code code, String message) {
    end(Status.of(code, message), Metadata.EMPTY);
  }

  private void end(Status status, Metadata more) {
    response.end(status, more);
    if (responses != null) {
      responses.callEnded();
    }
  }

  private void cancelled(Status reason) {
    response.cancelled();
    cancelReason = reason;
    if (cancelHandlers != null) {
      cancelHandlers.fire(reason);
    }
    if (requests != null) {
      requests.fail(reason.asException());
    }
    if (responses != null) {
      responses.fail(reason.asException());
    }
  }
}
