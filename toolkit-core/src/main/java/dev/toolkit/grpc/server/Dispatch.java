package dev.toolkit.grpc.server;

import io.vertx.core.Context;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.context.storage.ContextLocal;

/** On what threads the methods of a service run. */
public enum Dispatch {
  /** On the event loop of the connection, the default: methods must not block. */
  EVENT_LOOP(ThreadingModel.EVENT_LOOP),
  /** On a worker thread, one event of a call after the other: methods may block. */
  WORKER(ThreadingModel.WORKER),
  /** On a virtual thread, likewise: methods may block, and await futures. Needs JDK 21. */
  VIRTUAL_THREAD(ThreadingModel.VIRTUAL_THREAD);

  private final ThreadingModel model;

  Dispatch(ThreadingModel model) {
    this.model = model;
  }

  /** A context of these threads for a call, with a copy of the locals of the context it has. */
  ContextInternal contextFor(ContextInternal call) {
    ContextInternal own = call.toBuilder().withThreadingModel(model).build().duplicate();
    ContextInternal copy = call.duplicate(true);
    for (ContextLocal<?> local : call.owner().contextLocals()) {
      copyLocal(local, copy, own);
    }
    return own;
  }

  private static <T> void copyLocal(ContextLocal<T> local, Context from, Context to) {
    T value = local.get(from);
    if (value != null) {
      local.put(to, value);
    }
  }
}
