package dev.toolkit.grpc.client;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.MethodDescriptor;
import dev.toolkit.grpc.Status;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallContext;
import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.Payload;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * A call with one request and one response, without anything that only longer calls need.
 *
 * @param <R> the class of the response
 */
final class UnaryCall<R> implements Handler<Frame> {

  private final MethodDescriptor<?, R> method;
  private final ContextInternal context;
  private final Promise<R> promise;
  private @Nullable GrpcStream stream;
  private @Nullable Runnable inheritance;
  private @Nullable R response;

  UnaryCall(MethodDescriptor<?, R> method, ContextInternal context) {
    this.method = method;
    this.context = context;
    this.promise = context.promise();
  }

  /** Makes the call; called once, on its context. */
  void start(CallInvoker invoker, CallHead head, Payload request, @Nullable CallContext parent) {
    GrpcStream started = Invocations.invoke(invoker, head);
    stream = started;
    started.handler(this);
    started.fetch(2); // the second would be one too many
    boolean compressed = !head.encoding().equals(Payload.IDENTITY);
    started.write(new Frame.Message(request, compressed));
    started.write(Frame.HalfClose.INSTANCE);
    if (parent != null && !future().isComplete()) {
      inheritance = parent.onCancel(reason -> context.emit(Inherited.status(reason), this::cancel));
    }
  }

  Future<R> future() {
    return promise.future();
  }

  @Override
  public void handle(Frame frame) {
    if (frame instanceof Frame.Message message) {
      take(message);
    } else if (frame instanceof Frame.Trailers trailers) {
      end(trailers);
    }
  }

  private void take(Frame.Message message) {
    if (response != null) {
      cancel(Cardinality.tooMany(method));
      return;
    }
    try {
      response = message.payload().decode(method.responseType());
    } catch (StatusException e) {
      cancel(e.status());
    }
  }

  private void cancel(Status status) {
    stream.write(new Frame.Cancel(status)); // comes back as the trailers
  }

  private void end(Frame.Trailers trailers) {
    if (inheritance != null) {
      inheritance.run();
    }
    if (trailers.status().code() != Code.OK) {
      promise.fail(new StatusException(trailers.status(), trailers.metadata()));
    } else if (response == null) {
      promise.fail(new StatusException(Cardinality.none(method), trailers.metadata()));
    } else {
      promise.complete(response);
    }
  }
}
