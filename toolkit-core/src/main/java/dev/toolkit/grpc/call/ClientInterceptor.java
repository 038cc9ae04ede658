package dev.toolkit.grpc.call;

/**
 * Something around the calls of a client, of one shape for all kinds of methods: it may change the
 * head, end the call itself, or wrap the stream to see and change the frames.
 *
 * <p>The first interceptor of a list is the outermost. It runs on the caller's context.
 */
@FunctionalInterface
public interface ClientInterceptor {

  /** Makes the call, usually by {@code next.invoke(head)}, now or later. */
  GrpcStream intercept(CallHead head, CallInvoker next);
}
