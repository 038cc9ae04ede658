package dev.toolkit.grpc.transport.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the streams of a connection write, at the end of the event loop's tick, what has gathered in
 * it: the small messages of one tick leave in one DATA frame.
 *
 * <p>Runs on the connection's context only.
 */
final class Flusher implements Handler<Void> {

  /** What has something to write at the end of the tick. */
  @FunctionalInterface
  interface Flushable {

    /** Writes it; nothing happens if it was written meanwhile. */
    void flush();
  }

  private final Context context;
  private List<Flushable> pending = new ArrayList<>();
  private List<Flushable> spare = new ArrayList<>();

  Flusher(Context context) {
    this.context = context;
  }

  /** Has the given one flushed at the end of the tick; it must ask only once a tick. */
  void add(Flushable flushable) {
    if (pending.isEmpty()) {
      context.runOnContext(this);
    }
    pending.add(flushable);
  }

  @Override
  public void handle(Void nothing) {
    List<Flushable> now = pending;
    pending = spare;
    for (int i = 0; i < now.size(); i++) {
      now.get(i).flush();
    }
    now.clear();
    spare = now;
  }
}
