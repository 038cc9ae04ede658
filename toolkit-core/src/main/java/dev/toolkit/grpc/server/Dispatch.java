package dev.toolkit.grpc.server;

import io.vertx.core.ThreadingModel;

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

  ThreadingModel model() {
    return model;
  }
}
