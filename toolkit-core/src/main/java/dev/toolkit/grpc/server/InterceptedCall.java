package dev.toolkit.grpc.server;

import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.Frame;
import dev.toolkit.grpc.call.IncomingCall;
import dev.toolkit.grpc.call.ServerInterceptor;
import io.vertx.core.Handler;
import java.util.List;

/** The rest of the interceptors that a call has to pass, and what serves it then. */
record InterceptedCall(
    List<ServerInterceptor> interceptors, Serving serving, Handler<IncomingCall> service)
    implements Handler<IncomingCall> {

  @Override
  public void handle(IncomingCall call) {
    if (interceptors.isEmpty()) {
      service.handle(call);
      return;
    }
    var rest = interceptors.subList(1, interceptors.size());
    try {
      interceptors.get(0).intercept(call, new InterceptedCall(rest, serving, service));
    } catch (Throwable e) {
      StatusException status = serving.statusOf(e);
      call.stream().write(new Frame.Trailers(status.status(), status.trailers()));
    }
  }
}
