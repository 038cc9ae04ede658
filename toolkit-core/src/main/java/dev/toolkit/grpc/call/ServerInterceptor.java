package dev.toolkit.grpc.call;

import io.vertx.core.Handler;

/**
 * Something around the calls of a server, of one shape for all kinds of methods: it may change the
 * head, wrap the stream, hand the call on now or later, or answer it by writing {@link
 * Frame.Trailers}.
 *
 * <p>The first interceptor of a list is the outermost. It runs on the call's context.
 */
@FunctionalInterface
public interface ServerInterceptor {

  /** Takes a call, and usually hands it on by {@code next.handle(call)}. */
  void intercept(IncomingCall call, Handler<IncomingCall> next);
}
