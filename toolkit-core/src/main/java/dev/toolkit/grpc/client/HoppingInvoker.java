package dev.toolkit.grpc.client;

import dev.toolkit.grpc.call.CallHead;
import dev.toolkit.grpc.call.CallInvoker;
import dev.toolkit.grpc.call.GrpcStream;
import dev.toolkit.grpc.call.HoppingStream;
import io.vertx.core.internal.ContextInternal;

/**
 * Makes the calls of a context that is not of an event loop.
 *
 * @param context where the calls are made, and get their frames
 * @param loop where the invoker runs
 * @param invoker makes the calls on the loop
 */
record HoppingInvoker(ContextInternal context, ContextInternal loop, CallInvoker invoker)
    implements CallInvoker {

  @Override
  public GrpcStream invoke(CallHead head) {
    var stream = new HoppingStream(context, loop, reason -> {});
    loop.emit(head, h -> stream.start(invoker.invoke(h)));
    return stream;
  }
}
